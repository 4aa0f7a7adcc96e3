using System.Text.Json.Serialization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Promises;
using Orders.Functions.Domain.Review;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Stock;
using Orders.Functions.Storage.Customers;
using Orders.Functions.Storage.Orders;
using Orders.Functions.Storage.Stock;

namespace Orders.Functions.Activities;

/// <summary>
/// Looks at an order by the review rules and the risk rules: it passes, is refused with reasons, or needs a manual review. Where nothing is
/// found that anybody has to decide on, it asks for the payment at once if it is told to.
/// </summary>
public sealed class ReviewOrder(
    StepRecorder steps,
    PaymentCollector collector,
    OrderStore orders,
    ContactStore contacts,
    ContactIndex people,
    Catalogue catalogue,
    RiskSettings settings,
    StockLook stock,
    TimeProvider clock,
    ILogger<ReviewOrder> log
)
{
    [Function(nameof(ReviewOrder))]
    public async Task<ReviewVerdict> RunAsync([ActivityTrigger] AfterStep<ReviewStep> call, CancellationToken cancellation)
    {
        var isNew = await steps.WriteAsync(call.Step, cancellation);
        if (!isNew && await AskedBeforeAsync(call, cancellation) is { } url)
            return new ReviewVerdict([], ManualReview: null) { PaymentUrl = url };
        var verdict = await JudgeAsync(call.Input, cancellation);
        if (call is not { Input: { OrderId: var orderId, Demand: var (due, received, until) }, Then: { } then } || !verdict.IsClear)
            return verdict;
        var demand = new PaymentDemand(orderId, due, received, until, Reference: "", then);
        return verdict with { PaymentUrl = await TryToCollectAsync(demand, cancellation) };
    }

    /// <returns>Where the customer pays; null unless the same call has come to that before, and its answer was lost.</returns>
    private async Task<string?> AskedBeforeAsync(AfterStep<ReviewStep> call, CancellationToken cancellation) =>
        call.Then is { State.Sequence: var asked }
        && await orders.FindAsync(call.Input.OrderId, cancellation) is { State: { Sequence: var written, PaymentUrl: var url } }
        && written >= asked
            ? url
            : null;

    /// <returns>Where the customer pays; null if the payment provider is in trouble or refuses: who asks it again will see.</returns>
    private async Task<string?> TryToCollectAsync(PaymentDemand demand, CancellationToken cancellation)
    {
        try
        {
            return await collector.AskAsync(demand, cancellation);
        }
        catch (Exception trouble) when (trouble is HttpRequestException or PaymentRefusedException || IsTimeout(trouble, cancellation))
        {
            log.LogWarning("Order {OrderId}: the payment is asked for once more, after {Trouble}", demand.OrderId, trouble.Message);
            return null;
        }
    }

    private static bool IsTimeout(Exception trouble, CancellationToken cancellation) =>
        trouble is TaskCanceledException && !cancellation.IsCancellationRequested;

    private async Task<ReviewVerdict> JudgeAsync(ReviewStep step, CancellationToken cancellation)
    {
        var orderId = step.OrderId;
        var order = (await orders.GetAsync(orderId, cancellation)).As(step.Terms);
        if (await ContactOfAsync(order, step, cancellation) is not { } contact)
            return new ReviewVerdict([ReasonCode.ContactErased], ManualReview: null);
        var products = await catalogue.AllAsync(cancellation);
        var history = await orders.HistoryAsync(order, cancellation);
        var duplicate = await DuplicateAsync(order, contact, history, cancellation);
        var reasons = ReviewRules.Check(new ReviewInput(order, contact, products, duplicate));
        if (reasons.Count > 0)
            return new ReviewVerdict(reasons, ManualReview: null);
        var missing = await stock.ShortAsync(order, cancellation);
        var verdict = await AssessAsync(order, contact, history, duplicate, cancellation);
        return missing.Count == 0 ? verdict : verdict with { Short = missing };
    }

    private async Task<DuplicateVerdict> DuplicateAsync(
        Order order,
        Contact contact,
        CustomerHistory history,
        CancellationToken cancellation
    )
    {
        List<Contact?> earlier = [];
        foreach (var similar in history.Similar(Fingerprints.Of(order), order.PlacedAt - Fingerprints.Window))
            earlier.Add(await contacts.FindAsync(order.CustomerId, similar.OrderId, cancellation));
        return Duplicates.Judge(order, contact, earlier);
    }

    private Task<Contact?> ContactOfAsync(Order order, ReviewStep step, CancellationToken cancellation) =>
        step.AddressOf is { } changeId
            ? contacts.FindPendingAsync(order.CustomerId, order.OrderId, changeId, cancellation)
            : contacts.FindAsync(order.CustomerId, order.OrderId, cancellation);

    private async Task<ReviewVerdict> AssessAsync(
        Order order,
        Contact contact,
        CustomerHistory history,
        DuplicateVerdict duplicate,
        CancellationToken cancellation
    )
    {
        var others = order.NeedsParcel
            ? await people.OthersAtAsync(contact.ShipTo, order.CustomerId, settings.SharedAddress, cancellation)
            : 0;
        var risk = RiskRules.Assess(new RiskInput(order, contact, history, others) { Duplicate = duplicate }, settings);
        if (risk.Verdict == RiskVerdict.Pass)
            return new ReviewVerdict([], ManualReview: null);

        log.LogInformation(
            "Order {OrderId}: risk {Score}, {Verdict}, by {Rules}",
            order.OrderId,
            risk.Score,
            risk.Verdict,
            string.Join(", ", risk.Rules)
        );
        var escalateAt = Deadlines.After(order.Windows.Review, clock.GetUtcNow());
        var review = new ManualReview(risk.Score, risk.Rules, escalateAt, Deadlines.After(order.Windows.Review, escalateAt));
        return new ReviewVerdict(risk.Verdict == RiskVerdict.Refuse ? [ReasonCode.ReviewRefused] : [], review);
    }
}

/// <param name="Terms">What is agreed now, or would be after a change, where it differs from what was placed.</param>
/// <param name="AddressOf">The change whose address is looked at; null: the order's own.</param>
/// <param name="Demand">What is asked for at once if nothing is found; null: nothing.</param>
public sealed record ReviewStep(string OrderId, OrderTerms? Terms, string? AddressOf = null, FirstDemand? Demand = null);

/// <summary>What a customer is asked for first, and until when.</summary>
public sealed record FirstDemand(Money Due, Money Received, DateTimeOffset Until);

/// <param name="Reasons">Why the order is refused; none: it is not.</param>
/// <param name="ManualReview">What a person has to decide on, or what the refusal rests on; null: neither.</param>
public sealed record ReviewVerdict(IReadOnlyList<Reason> Reasons, ManualReview? ManualReview)
{
    /// <summary>The lines that are out of stock at this moment; null: none.</summary>
    public IReadOnlyList<ShortLine>? Short { get; init; }

    /// <summary>Where the customer pays, if that was asked for, too.</summary>
    public string? PaymentUrl { get; init; }

    /// <summary>Nobody has anything to decide on.</summary>
    [JsonIgnore]
    public bool IsClear => Reasons.Count == 0 && ManualReview is null && Short is null;
}
