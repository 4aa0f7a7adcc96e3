using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Integrations.Partners;

namespace Orders.Functions.Integrations.Payments;

/// <summary>
/// BTCPay Server's Greenfield API (https://docs.btcpayserver.org/API/Greenfield/v1/); what it answers is done, refused or unknown as of
/// every company. It knows no idempotency keys: whoever asks for something looks first whether it is there.
/// </summary>
public sealed class BtcPayApi(IHttpClientFactory clients, BtcPaySettings settings)
{
    /// <summary>The name of its HTTP client.</summary>
    public const string Client = "btcpay";

    private const int PageSize = 100;

    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.AllowReadingFromString,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = false,
    };

    private string Store => $"stores/{settings.StoreId}";

    public Task<BtcPayInvoice> CreateInvoiceAsync(BtcPayNewInvoice invoice, CancellationToken cancellation) =>
        CallAsync<BtcPayInvoice>(HttpMethod.Post, $"{Store}/invoices", invoice, cancellation);

    public Task<BtcPayInvoice> GetInvoiceAsync(string id, CancellationToken cancellation) =>
        CallAsync<BtcPayInvoice>(HttpMethod.Get, InvoicePath(id), body: null, cancellation);

    /// <summary>All invoices of an order, the oldest first.</summary>
    public async Task<IReadOnlyList<BtcPayInvoice>> InvoicesOfAsync(string orderId, CancellationToken cancellation)
    {
        var path = $"{Store}/invoices?orderId={Uri.EscapeDataString(orderId)}";
        var found = await CallAsync<List<BtcPayInvoice>>(HttpMethod.Get, path, body: null, cancellation);
        return [.. found.Where(invoice => invoice.Order == orderId).Reverse()];
    }

    /// <summary>Those that were made since a time.</summary>
    public async Task<IReadOnlyList<BtcPayInvoice>> InvoicesSinceAsync(DateTimeOffset time, CancellationToken cancellation)
    {
        List<BtcPayInvoice> all = [];
        while (true)
        {
            var path = FormattableString.Invariant(
                $"{Store}/invoices?startDate={time.ToUnixTimeSeconds()}&skip={all.Count}&take={PageSize}"
            );
            var page = await CallAsync<List<BtcPayInvoice>>(HttpMethod.Get, path, body: null, cancellation);
            all.AddRange(page);
            if (page.Count < PageSize)
                return all;
        }
    }

    /// <summary>The coins that came for an invoice; those that were replaced or spent twice are left out.</summary>
    public async Task<IReadOnlyList<BtcPayMethod>> PaymentsOfAsync(string invoice, CancellationToken cancellation) =>
        await CallAsync<List<BtcPayMethod>>(HttpMethod.Get, $"{InvoicePath(invoice)}/payment-methods", body: null, cancellation);

    /// <summary>Ends an invoice that was not paid; one that cannot be ended stays as it is.</summary>
    /// <returns>As it is afterwards.</returns>
    public async Task<BtcPayInvoice> EndInvoiceAsync(string id, CancellationToken cancellation)
    {
        try
        {
            return await CallAsync<BtcPayInvoice>(HttpMethod.Post, $"{InvoicePath(id)}/status", new { Status = "Invalid" }, cancellation);
        }
        catch (PaymentRefusedException)
        {
            return await GetInvoiceAsync(id, cancellation);
        }
    }

    public Task<BtcPayPullPayment> RefundAsync(string invoice, BtcPayNewRefund refund, CancellationToken cancellation) =>
        CallAsync<BtcPayPullPayment>(HttpMethod.Post, $"{InvoicePath(invoice)}/refund", refund, cancellation);

    /// <summary>Those that are not archived: BTCPay gives them all at once.</summary>
    public async Task<IReadOnlyList<BtcPayPullPayment>> OpenPullPaymentsAsync(CancellationToken cancellation) =>
        await CallAsync<List<BtcPayPullPayment>>(HttpMethod.Get, $"{Store}/pull-payments", body: null, cancellation);

    public Task<BtcPayPullPayment> GetPullPaymentAsync(string id, CancellationToken cancellation) =>
        CallAsync<BtcPayPullPayment>(HttpMethod.Get, $"{Store}/pull-payments/{Uri.EscapeDataString(id)}", body: null, cancellation);

    /// <summary>What was claimed of a pull payment.</summary>
    public async Task<IReadOnlyList<BtcPayPayout>> PayoutsOfAsync(string pullPayment, CancellationToken cancellation)
    {
        var path = $"pull-payments/{Uri.EscapeDataString(pullPayment)}/payouts?includeCancelled=true";
        return await CallAsync<List<BtcPayPayout>>(HttpMethod.Get, path, body: null, cancellation);
    }

    /// <summary>Nothing more can be claimed of a pull payment, and it is no longer listed.</summary>
    public async Task ArchivePullPaymentAsync(string id, CancellationToken cancellation)
    {
        using var answer = await SendAsync(
            HttpMethod.Delete,
            $"{Store}/pull-payments/{Uri.EscapeDataString(id)}",
            body: null,
            cancellation
        );
    }

    private string InvoicePath(string id) => $"{Store}/invoices/{Uri.EscapeDataString(id)}";

    private async Task<T> CallAsync<T>(HttpMethod method, string path, object? body, CancellationToken cancellation)
        where T : class
    {
        using var answer = await SendAsync(method, path, body, cancellation);
        try
        {
            return await answer.Content.ReadFromJsonAsync<T>(_json, cancellation)
                ?? throw new HttpRequestException("BTCPay answered with nothing.");
        }
        catch (JsonException e)
        {
            throw new HttpRequestException("BTCPay did not answer as it should.", e);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, new Uri($"{settings.ApiUrl.AbsoluteUri.TrimEnd('/')}/api/v1/{path}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("token", settings.ApiKey);
        if (body is not null)
            request.Content = JsonContent.Create(body, body.GetType(), options: _json);
        var answer = await clients.AskAsync(Client, request, cancellation);
        if (answer.IsSuccessStatusCode)
            return answer;
        using (answer)
        {
            var said = $"{(int)answer.StatusCode} {await CodeOfAsync(answer, cancellation)}".TrimEnd();
            throw PartnerHttp.IsRefusal(answer.StatusCode)
                ? new PaymentRefusedException(
                    $"BTCPay refused: {said}.",
                    new HttpRequestException(said, inner: null, statusCode: answer.StatusCode)
                )
                : new HttpRequestException($"BTCPay did not do it: {said}.", inner: null, statusCode: answer.StatusCode);
        }
    }

    /// <summary>The error's code, or the fields that it is about: never a value.</summary>
    private static async Task<string?> CodeOfAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        try
        {
            var error = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation);
            return error.ValueKind == JsonValueKind.Array
                ? string.Join(", ", error.EnumerateArray().Select(one => one.GetProperty("path").GetString()))
                : error.GetProperty("code").GetString();
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>Whether it was refused because there is no such thing.</summary>
    public static bool IsMissing(PaymentRefusedException refused) =>
        refused.InnerException is HttpRequestException { StatusCode: HttpStatusCode.NotFound };

    /// <summary>An amount as BTCPay writes it: a decimal as text.</summary>
    public static string Text(decimal amount) => amount.ToString(CultureInfo.InvariantCulture);
}
