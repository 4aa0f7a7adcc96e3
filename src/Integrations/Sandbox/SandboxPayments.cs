using System.Net;
using System.Net.Http.Json;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;

namespace Orders.Functions.Integrations.Sandbox;

/// <summary>The sandbox's payment provider, seen from the shop.</summary>
public sealed class SandboxPayments(SandboxClient company) : IPaymentProvider
{
    public const string ProviderName = "sandbox";

    private const string Path = "api/sandbox/payments";

    public string Name => ProviderName;

    public async Task<PaymentRequest> RequestAsync(PaymentToCollect wanted, CancellationToken cancellation = default)
    {
        var (orderId, reference) = (wanted.OrderId, wanted.Reference);
        using var answer = await company.PostAsync(
            Path,
            new SandboxPaymentRequest(orderId, wanted.OrderNumber, wanted.Due, wanted.Method, wanted.Until, reference),
            reference.Length == 0 ? orderId : $"{orderId}:{reference}",
            cancellation
        );
        return await ReadAsync<PaymentRequest>(answer, cancellation);
    }

    public async Task<RefundReceipt> RefundAsync(
        string idempotencyKey,
        string orderId,
        Money amount,
        CancellationToken cancellation = default
    )
    {
        using var answer = await company.PostAsync(
            $"{Path}/{Uri.EscapeDataString(orderId)}/refunds",
            new SandboxRefundRequest(orderId, amount),
            idempotencyKey,
            cancellation
        );
        return await ReadAsync<RefundReceipt>(answer, cancellation);
    }

    public async Task CancelAsync(string orderId, CancellationToken cancellation = default)
    {
        using var answer = await company.PostAsync(
            $"{Path}/{Uri.EscapeDataString(orderId)}/cancel",
            new SandboxCancelRequest(orderId),
            null,
            cancellation
        );
        await ReadAsync<object>(answer, cancellation);
    }

    // The sandbox names the order in all that it tells.
    public Task<string?> FindOrderAsync(string payment, CancellationToken cancellation = default) => Task.FromResult<string?>(null);

    /// <summary>A refusal is final; anything else that is not a success may be over in a moment.</summary>
    private static async Task<T> ReadAsync<T>(HttpResponseMessage answer, CancellationToken cancellation)
    {
        if (answer.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity or HttpStatusCode.BadRequest)
            throw new PaymentRefusedException($"The sandbox refused: {(int)answer.StatusCode}.");
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<T>(OrderJson.Options, cancellation)
            ?? throw new HttpRequestException("The sandbox's answer is empty.");
    }
}
