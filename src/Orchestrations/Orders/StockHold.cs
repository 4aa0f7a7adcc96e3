using Microsoft.DurableTask;
using Orders.Functions.Activities;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Stock;

namespace Orders.Functions.Orchestrations.Orders;

/// <summary>
/// What is reserved for the order, and what of it is out of stock. One reservation is spoken of at a time: the order's, then its
/// backorder's.
/// </summary>
internal sealed class StockHold(TaskOrchestrationContext context, OrderJournal journal)
{
    /// <summary>The reservation of the order's lines.</summary>
    public const string OrderReservation = "order";

    /// <summary>The reservation of what is shipped later.</summary>
    public const string BackorderReservation = "backorder";

    private string _current = OrderReservation;
    private int _steps;

    /// <summary>The revision of the reservation that <see cref="Short"/> shows: older news are not listened to.</summary>
    private int _revision;

    public bool IsHeld => journal.State.StockHeld;

    /// <summary>What the customer chose about short goods before they paid: to wait, or to get what is there first.</summary>
    public IReadOnlyList<LineChoice> Chosen { get; private set; } = [];

    /// <summary>True if that was their answer to our question, and not said with the order.</summary>
    public bool WasAsked { get; private set; }

    /// <summary>The lines that are out of stock.</summary>
    public IReadOnlyList<ShortLine> Short => journal.State.Short;

    /// <summary>A name for the next step that changes the reservation.</summary>
    public string NextStep(string what) => FormattableString.Invariant($"{what}-{++_steps}");

    /// <summary>Looks which lines are short, before anything is reserved. What was chosen about them stays chosen.</summary>
    public async Task LookAsync()
    {
        var missing = await context.CallActivityAsync<IReadOnlyList<ShortLine>>(
            nameof(LookAtStock),
            new StockToLookAt(journal.OrderId, journal.State.Terms),
            Retries.Storage
        );
        Show([.. missing.Select(line => line with { Choice = Chosen.FirstOrDefault(choice => choice.Sku == line.Sku)?.Choice })]);
    }

    /// <summary>Keeps what was chosen about goods that are waited for; the others are short no more.</summary>
    /// <param name="decision">The customer's answer; null: what the order said beforehand.</param>
    public void Choose(IReadOnlyList<LineChoice> choices, StockDecision? decision)
    {
        WasAsked = decision is not null;
        Chosen = [.. choices.Where(choice => choice.Choice is StockChoice.Split or StockChoice.Wait)];
        Show([
            .. from line in Short
            let choice = Chosen.FirstOrDefault(choice => choice.Sku == line.Sku)
            where choice is not null
            select line with
            {
                Choice = choice.Choice,
            },
        ]);
    }

    /// <summary>Reserves the order's lines, as many of them as are there; the others are queued for.</summary>
    /// <returns>True if all are reserved.</returns>
    public async Task<bool> ReserveAsync()
    {
        var answer = await journal.CallAsync<StockStep, StockAnswer>(nameof(ReserveStock), All());
        Held();
        return Take(answer);
    }

    /// <summary>The same; where all are reserved, preparation has begun, which is written down with it.</summary>
    public async Task<bool> ReserveForPreparationAsync()
    {
        var answer = await journal.CallAsync<StockStep, StockAnswer>(
            nameof(ReserveStock),
            All(),
            () =>
            {
                Held();
                BeginPreparation();
            },
            (state, answer) => answer.Reserved ? state : null
        );
        Held();
        return Take(answer);
    }

    /// <summary>All that the order waited for is reserved.</summary>
    public void BeginPreparation()
    {
        journal.Becomes(OrderStatus.Preparing);
        journal.Tell(TimelineKind.StockReserved, Actor.System);
    }

    private StockStep All()
    {
        // The store knows the lines that were placed.
        IReadOnlyList<ParcelLine>? changed = journal.State.Terms is null
            ? null
            : [.. journal.Order.Lines.Select(line => new ParcelLine(line.Sku, line.Quantity))];
        return new StockStep(journal.OrderId, OrderReservation, changed, Waits: true);
    }

    private void Held() => journal.Update(state => state with { StockHeld = true });

    private bool Take(StockAnswer answer)
    {
        if (!answer.Reserved)
        {
            _revision = answer.Revision;
        }

        if (Short.Count > 0 || answer.Short.Count > 0)
        {
            Show(answer.Short);
        }

        return answer.Reserved;
    }

    /// <summary>Changes what is reserved.</summary>
    public async Task<StockAmended> AmendAsync(string step, StockAmendment amendment)
    {
        if (amendment.IsEmpty)
        {
            return new StockAmended(true, _revision, [.. Short.Select(line => new ParcelLine(line.Sku, line.Missing))], []);
        }

        // What is missing may have become less, or be written off here.
        var amended = await context.CallActivityAsync<StockAmended>(
            nameof(AmendStock),
            new StockChange(journal.OrderId, _current, step, amendment),
            Retries.Storage
        );
        _revision = amended.Revision;
        Show(ShortLines.Now(Short, amended.Missing));
        return amended;
    }

    /// <summary>Puts what is out of stock into a reservation of its own, which is spoken of from now on.</summary>
    /// <returns>What is missing; nothing if it came meanwhile.</returns>
    public async Task<IReadOnlyList<ParcelLine>> PartAsync()
    {
        var parted = await context.CallActivityAsync<StockAmended>(
            nameof(PartStock),
            new StockPart(journal.OrderId, OrderReservation, BackorderReservation),
            Retries.Storage
        );
        Show([.. ShortLines.Now(Short, parted.Missing).Select(line => line with { Substitutes = [] })]);
        if (parted.Missing.Count > 0)
        {
            _current = BackorderReservation;
            _revision = parted.Revision;
        }

        return parted.Missing;
    }

    /// <summary>Goods came for a reservation; they are reserved already.</summary>
    /// <returns>False if this is old, or of a reservation that is not spoken of any more.</returns>
    public bool Take(StockArrived arrived)
    {
        if (arrived.Reference != _current || arrived.Revision <= _revision || Short.Count == 0)
        {
            return false;
        }

        _revision = arrived.Revision;
        Show(ShortLines.Now(Short, arrived.Missing));
        return true;
    }

    public void Show(IReadOnlyList<ShortLine> lines) => journal.Update(state => state with { Short = lines });

    /// <summary>The backorder is over.</summary>
    public void EndBackorder()
    {
        _current = OrderReservation;
        Show([]);
    }

    public Task ReleaseAsync() => ReleaseAsync(OrderReservation);

    /// <summary>Releases a reservation; does nothing if it is released or not there.</summary>
    public Task ReleaseAsync(string reservation) =>
        context.CallActivityAsync(nameof(ReleaseStock), new StockStep(journal.OrderId, reservation), Retries.Storage);

    /// <summary>What is reserved there is no longer in the warehouse; safe to repeat.</summary>
    public Task ShipAsync(string reservation) => journal.CallAsync(nameof(ShipStock), new StockStep(journal.OrderId, reservation));

    /// <summary>Reserves goods that go out once more; all of them or nothing.</summary>
    public async Task<bool> ReserveAgainAsync(string reservation, IReadOnlyList<ParcelLine> lines) =>
        await journal.CallAsync<StockStep, StockAnswer>(nameof(ReserveStock), new StockStep(journal.OrderId, reservation, lines))
            is { Reserved: true };

    /// <summary>Goods that came back are for sale again.</summary>
    public Task RestockAsync(string reference, IReadOnlyList<ParcelLine> lines) =>
        lines.Count == 0
            ? Task.CompletedTask
            : context.CallActivityAsync(
                nameof(ReceiveReturnedStock),
                new ReturnedStock(journal.OrderId, reference, lines),
                Retries.Storage
            );
}
