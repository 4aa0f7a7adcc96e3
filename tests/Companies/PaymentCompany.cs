using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Integrations.Sandbox;

namespace Companies;

/// <summary>The payment provider with books of its own: what it was asked for, what it took from customers, what it gave back.</summary>
internal sealed class PaymentCompany
{
    private readonly HashSet<(string OrderId, string Reference)> _asked = [];
    private readonly Dictionary<string, string> _references = new(StringComparer.Ordinal);
    private int _events;
    private int _payments;

    /// <summary>The latest demand of each order.</summary>
    public Dictionary<string, Demand> Demands { get; } = new(StringComparer.Ordinal);

    /// <summary>Money that customers paid, in order.</summary>
    public List<Capture> Captures { get; } = [];

    /// <summary>Money that went back, by idempotency key.</summary>
    public Dictionary<string, Refund> Refunds { get; } = new(StringComparer.Ordinal);

    /// <summary>Money that customers' banks took back, in order.</summary>
    public List<Dispute> Disputes { get; } = [];

    /// <summary>Money that the shop's people sent to customers by hand, past the company; in order.</summary>
    public List<Transfer> Transfers { get; } = [];

    /// <summary>Orders whose refunds it refuses for good.</summary>
    public HashSet<string> RefusesRefundsOf { get; } = new(StringComparer.Ordinal);

    /// <summary>Orders whose refunds it takes over at once, and settles days later.</summary>
    public HashSet<string> SettlesLaterOf { get; } = new(StringComparer.Ordinal);

    /// <summary>Orders of which it tells everything about money once more, under an event id of its own.</summary>
    public HashSet<string> TellsTwiceOf { get; } = new(StringComparer.Ordinal);

    /// <summary>Is given what it tells once more, under another event id: tells it when its time has come.</summary>
    public Action<SandboxPaymentEvent>? Repeats { get; set; }

    /// <summary>Refunds that it has taken over, and of which it has more to tell, maybe when the order is long over.</summary>
    public int Unfinished { get; set; }

    /// <summary>Hears the idempotency key of each refund that it has taken over, and not settled yet.</summary>
    public Action<string>? TakenOver { get; set; }

    /// <summary>How it tells the shop of something; ends when the shop has taken it. Unless set, it keeps all to itself.</summary>
    public Func<SandboxPaymentEvent, Task> Tell { get; init; } = _ => Task.CompletedTask;

    public PaymentRequest Request(string orderId, Money due, string reference)
    {
        // The same request asks once, however late it is repeated.
        if (_asked.Add((orderId, reference)))
            Demands[orderId] = new Demand(due, reference, Open: true);
        return new PaymentRequest($"https://pay.example/{orderId}");
    }

    public void Withdraw(string orderId)
    {
        if (Demands.TryGetValue(orderId, out var demand))
            Demands[orderId] = demand with { Open = false };
    }

    public RefundReceipt TakeRefund(string key, string orderId, Money amount)
    {
        if (!Refunds.TryGetValue(key, out var refund))
        {
            if (RefusesRefundsOf.Contains(orderId))
                throw new PaymentRefusedException("The account is closed (simulated).");
            var later = SettlesLaterOf.Contains(orderId);
            Refunds[key] = refund = new Refund(orderId, amount, $"re-{Refunds.Count + 1}", Settled: !later);
            if (later)
                TakenOver?.Invoke(key);
        }
        else if (refund.Amount != amount)
        {
            throw new SimulationException($"The refund {key} of {refund.Amount} is asked for again with {amount}.");
        }

        return new RefundReceipt(refund.Reference, refund.Settled);
    }

    /// <summary>A customer pays: the company has the money, and says so until the shop has heard it.</summary>
    /// <param name="confirmations">For crypto: how deep the transaction is.</param>
    /// <param name="reference">Of a payment that was announced; a new one unless given.</param>
    public Task PayAsync(string orderId, Money amount, string method = "card", int? confirmations = null, string? reference = null)
    {
        reference ??= NextPayment();
        if (Captures.TrueForAll(capture => capture.Reference != reference))
            Captures.Add(new Capture(orderId, amount, reference));
        return SayAsync(
            new SandboxPaymentEvent(NextEvent(), orderId, PaymentUpdateType.Succeeded, amount, method, confirmations, reference)
        );
    }

    /// <summary>The payment, refund or dispute that an event tells of; null: none that it has an id for.</summary>
    public string? ReferenceIn(string eventId) => _references.GetValueOrDefault(eventId);

    /// <summary>How many events it has made that tell of a payment, refund or dispute.</summary>
    public int EventsOf(string reference) => _references.Values.Count(one => one == reference);

    /// <summary>The customer's bank takes money back, and the company with it.</summary>
    public Task DisputeAsync(Dispute dispute)
    {
        Disputes.Add(dispute);
        return SayAsync(EventOf(dispute, PaymentUpdateType.Disputed));
    }

    /// <summary>The bank decides: for the shop, which has the money again, or for the customer.</summary>
    public Task EndDisputeAsync(Dispute dispute, bool won)
    {
        dispute.IsWon = won;
        return SayAsync(EventOf(dispute, won ? PaymentUpdateType.DisputeWon : PaymentUpdateType.DisputeLost));
    }

    /// <summary>The customer has the money of a refund.</summary>
    /// <param name="tell">False: the shop hears of it only if it asks.</param>
    public Task SettleAsync(string key, bool tell = true)
    {
        if (Refunds[key].Failed)
            return Task.CompletedTask;
        var refund = Refunds[key] = Refunds[key] with { Settled = true };
        return tell
            ? SayAsync(
                new SandboxPaymentEvent(NextEvent(), refund.OrderId, PaymentUpdateType.Refunded, refund.Amount, Reference: refund.Reference)
            )
            : Task.CompletedTask;
    }

    /// <summary>A refund comes back, maybe after the customer had it: the company has the money again, and says so.</summary>
    public Task FailAsync(string key)
    {
        var refund = Refunds[key];
        if (refund.Failed)
            return Task.CompletedTask;
        Refunds[key] = refund with { Failed = true, Settled = false };
        return SayAsync(
            new SandboxPaymentEvent(NextEvent(), refund.OrderId, PaymentUpdateType.RefundFailed, refund.Amount, Reference: refund.Reference)
        );
    }

    /// <summary>What customers paid for an order, less all that went back to them in any way.</summary>
    public Money NetOf(string orderId, string currency)
    {
        var net = Money.Zero(currency);
        foreach (var capture in Captures.Where(capture => capture.OrderId == orderId && capture.Amount.Currency == currency))
            net += capture.Amount;
        foreach (
            var refund in Refunds.Values.Where(refund => refund.OrderId == orderId && !refund.Failed && refund.Amount.Currency == currency)
        )
            net -= refund.Amount;
        foreach (
            var dispute in Disputes.Where(dispute => dispute.OrderId == orderId && !dispute.IsWon && dispute.Amount.Currency == currency)
        )
            net -= dispute.Amount;
        foreach (var transfer in Transfers.Where(transfer => transfer.OrderId == orderId && transfer.Amount.Currency == currency))
            net -= transfer.Amount;
        return net;
    }

    public string NextEvent() => $"evt_{++_events}";

    /// <summary>The id of a payment that begins.</summary>
    public string NextPayment() => $"pay-{++_payments}";

    /// <summary>Tells of something, and perhaps once more.</summary>
    public Task SayAsync(SandboxPaymentEvent told)
    {
        Remember(told);
        if (TellsTwiceOf.Contains(told.OrderId))
        {
            var again = told with { EventId = NextEvent() };
            Remember(again);
            Repeats?.Invoke(again);
        }

        return Tell(told);
    }

    private void Remember(SandboxPaymentEvent told)
    {
        if (told.Reference is { } reference)
            _references[told.EventId] = reference;
    }

    private SandboxPaymentEvent EventOf(Dispute dispute, PaymentUpdateType type) =>
        new(NextEvent(), dispute.OrderId, type, dispute.Amount, Reference: $"dispute-{Disputes.IndexOf(dispute) + 1}");

    internal sealed record Demand(Money Due, string Reference, bool Open);

    /// <param name="Reference">Its own id of the payment, however many events tell of it.</param>
    internal sealed record Capture(string OrderId, Money Amount, string Reference);

    /// <param name="Failed">It came back: the customer has not got it.</param>
    internal sealed record Refund(string OrderId, Money Amount, string Reference, bool Settled, bool Failed = false);

    /// <param name="Reference">The reference of the app's refund that it stands for.</param>
    internal sealed record Transfer(string OrderId, string Key, Money Amount, string Reference);

    internal sealed class Dispute(string orderId, Money amount)
    {
        public string OrderId { get; } = orderId;

        public Money Amount { get; } = amount;

        /// <summary>The shop has the money again.</summary>
        public bool IsWon { get; set; }
    }
}
