using System.Collections.Concurrent;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;

namespace Orders.Testing.Companies;

/// <summary>A payment provider whose books the test reads and whose temper it sets.</summary>
internal sealed class ScriptedPayments(string name, List<string> effects) : IPaymentProvider
{
    private readonly ConcurrentDictionary<string, Money> _refunds = new(StringComparer.Ordinal);

    private string _page = "";

    public string Name => name;

    /// <summary>Refunds by idempotency key: what really went back.</summary>
    public IReadOnlyDictionary<string, Money> Refunds => _refunds;

    /// <summary>Payment demands that are still open.</summary>
    public HashSet<string> OpenRequests { get; } = new(StringComparer.Ordinal);

    /// <summary>What was asked for, in order.</summary>
    public List<Money> Demands { get; } = [];

    /// <summary>How many of the next refunds are carried out and answered with an error all the same.</summary>
    public int LoseAnswers { get; set; }

    public bool RefusesRefunds { get; set; }

    /// <summary>What one refund gives back at most: no payment was larger.</summary>
    public Money? MostOfOneRefund { get; set; }

    /// <summary>True: the company only takes refunds over, and says later when the customer has them.</summary>
    public bool SettlesLater { get; set; }

    /// <summary>True: it gives crypto back, to whoever opens the refund's page.</summary>
    public bool SendsCryptoBack { get; set; }

    /// <summary>Whether the page stays the one that it was, since there is money on its way to it; else each demand has its own.</summary>
    public Func<bool>? PageStaysWhile { get; set; }

    public Task<PaymentRequest> RequestAsync(PaymentToCollect wanted, CancellationToken cancellation)
    {
        OpenRequests.Add(wanted.OrderId);
        Demands.Add(wanted.Due);
        if (PageStaysWhile is { } stays && !stays())
            _page = $"?{Demands.Count}";
        return Task.FromResult(new PaymentRequest($"https://pay.example/{wanted.OrderId}{_page}"));
    }

    public Task<RefundReceipt> RefundAsync(string idempotencyKey, string orderId, Money amount, CancellationToken cancellation)
    {
        if (RefusesRefunds)
            throw new PaymentRefusedException("The account is closed.");
        var made = MostOfOneRefund is { } most && most < amount ? most : amount;
        if (_refunds.TryAdd(idempotencyKey, made))
            effects.Add("refund");
        return LoseAnswers-- > 0
            ? throw new HttpRequestException("The answer was lost.")
            : Task.FromResult(new RefundReceipt($"re-{idempotencyKey}", Settled: !SettlesLater, made, LinkOf(idempotencyKey)));
    }

    private string? LinkOf(string idempotencyKey) =>
        SendsCryptoBack ? $"https://pay.example/refunds/{Uri.EscapeDataString(idempotencyKey)}" : null;

    /// <summary>Whose payments are whose.</summary>
    public Dictionary<string, string> OrdersOf { get; } = new(StringComparer.Ordinal);

    public Task<string?> FindOrderAsync(string payment, CancellationToken cancellation = default) =>
        Task.FromResult(OrdersOf.GetValueOrDefault(payment));

    /// <summary>A refund comes back to the company.</summary>
    public void Return(string idempotencyKey) => _refunds.TryRemove(idempotencyKey, out _);

    public Task CancelAsync(string orderId, CancellationToken cancellation)
    {
        if (OpenRequests.Remove(orderId))
            effects.Add("withdraw");
        return Task.CompletedTask;
    }
}
