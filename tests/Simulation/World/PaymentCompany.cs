using Orders.Functions.Orders;
using Orders.Functions.Payments;
using Orders.Functions.Sandbox;

namespace Simulation.World;

/// <summary>The payment company with books of its own: what it was asked for, what it took from customers, what it gave back.</summary>
internal sealed class PaymentCompany(World world)
{
    private int _events;

    /// <summary>The latest demand of each order.</summary>
    public Dictionary<string, Demand> Demands { get; } = new(StringComparer.Ordinal);

    /// <summary>Money that customers paid, in order.</summary>
    public List<Capture> Captures { get; } = [];

    /// <summary>Money that went back, by idempotency key.</summary>
    public Dictionary<string, Refund> Refunds { get; } = new(StringComparer.Ordinal);

    /// <summary>Orders whose refunds it refuses for good.</summary>
    public HashSet<string> RefusesRefundsOf { get; } = new(StringComparer.Ordinal);

    /// <summary>Orders whose refunds it takes over at once, and settles when <see cref="SettleAsync"/> is called.</summary>
    public HashSet<string> SettlesLaterOf { get; } = new(StringComparer.Ordinal);

    public PaymentRequest Request(string orderId, Money due, string occasion)
    {
        Demands[orderId] = new Demand(due, occasion, Open: true);
        return new PaymentRequest($"https://pay.example/{orderId}");
    }

    public void Withdraw(string orderId)
    {
        if (Demands.TryGetValue(orderId, out var demand))
            Demands[orderId] = demand with { Open = false };
    }

    public RefundReceipt GiveBack(string key, string orderId, Money amount)
    {
        if (RefusesRefundsOf.Contains(orderId))
            throw new PaymentRefusedException("The account is closed (simulated).");
        var later = SettlesLaterOf.Contains(orderId);
        if (!Refunds.TryGetValue(key, out var refund))
            Refunds[key] = refund = new Refund(orderId, amount, $"re-{Refunds.Count + 1}", Settled: !later);
        else if (refund.Amount != amount)
            throw new SimulationException($"The refund {key} of {refund.Amount} is asked for again with {amount}.");
        return new RefundReceipt(refund.Reference, refund.Settled);
    }

    /// <summary>A customer pays: the company has the money, and says so until the shop has heard it.</summary>
    public Task PayAsync(string orderId, Money amount, string? eventId = null)
    {
        var id = eventId ?? NextEvent();
        Captures.Add(new Capture(orderId, amount, id));
        return TellAsync(new SandboxPaymentEvent(id, orderId, PaymentUpdateType.Succeeded, amount, "card"));
    }

    public string NextEvent() => $"evt_{++_events}";

    /// <summary>Posts an event to the shop until it is accepted.</summary>
    public Task TellAsync(SandboxPaymentEvent told) => Webhook.PostAsync(world, WebhookRoute.Payments, told);

    internal sealed record Demand(Money Due, string Occasion, bool Open);

    internal sealed record Capture(string OrderId, Money Amount, string EventId);

    internal sealed record Refund(string OrderId, Money Amount, string Reference, bool Settled);
}
