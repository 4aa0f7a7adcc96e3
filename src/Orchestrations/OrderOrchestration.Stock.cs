using Orders.Functions.Activities;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Stock;

namespace Orders.Functions.Orchestrations;

// 4. Stock check, and what becomes of goods that are out of stock: by the order's preference, or by the customer's answer.
public sealed partial class OrderOrchestration
{
    /// <summary>The reservation of the order's lines.</summary>
    private const string OrderReservation = "order";

    /// <summary>The revision of the reservation that <see cref="OrderState.Short"/> shows: older news are not listened to.</summary>
    private int _stockRevision;
    private int _stockSteps;

    private async Task<Stop?> ReserveStockAsync()
    {
        _undo.Push(ReleaseStockAsync);
        var answer = await _context.CallActivityAsync<StockAnswer>(nameof(ReserveStock), new StockStep(_order.OrderId, OrderReservation, ChangedLines, Waits: true), Retries.Storage);
        _state = _state with { StockHeld = true };
        return answer.Reserved ? await TakeArrivedAsync() : await SettleShortageAsync(answer);
    }

    private async Task<Stop?> SettleShortageAsync(StockAnswer answer)
    {
        _stockRevision = answer.Revision;
        await RecordAsync(_state with { Short = answer.Short }, timeline: [Entry("stock_short", "system", ("skus", SkusOf(answer.Short)))]);

        var stop = StockRules.Preferred(_order.OutOfStock, _state.Short) is { } preferred ? await DecideAsync(preferred) : null;
        while (stop is null && _state.Short.Count > 0 && !StockRules.CanPart(_order, _state.Short))
        {
            if (_state.Short.Any(line => line.Choice is null) && _state.Status != OrderStatus.AwaitingStockDecision)
            {
                await AskAsync();
            }

            stop = await NextUntilAsync(_state.Deadlines[_state.Status == OrderStatus.AwaitingStockDecision ? "stockDecision" : "restock"]) switch
            {
                StockDecision decision => await DecideAsync(decision.Choices, decision),
                null => await GiveUpMissingAsync(),
                { } other => await TakeAsync(other),
            };
        }

        _state = _state with { Deadlines = _state.Deadlines.Without("stockDecision") };
        return stop ?? await TakeArrivedAsync();
    }

    private Task AskAsync()
    {
        var deadline = Now + _order.Windows.StockDecision;
        return RecordAsync(
            _state with { Status = OrderStatus.AwaitingStockDecision, Deadlines = _state.Deadlines.With("stockDecision", deadline) },
            timeline: [Entry("stock_question", "system", ("skus", SkusOf(_state.Short)), ("until", deadline.ToString("O")))],
            mails: [new(MailKind.StockQuestion)]);
    }

    /// <summary>Carries out what was chosen, all of it or nothing.</summary>
    /// <param name="decision">The customer's answer; null: what the order said beforehand.</param>
    private async Task<Stop?> DecideAsync(IReadOnlyList<LineChoice> choices, StockDecision? decision = null)
    {
        var step = FormattableString.Invariant($"decision-{++_stockSteps}");
        if (StockRules.Against(choices, _state.Short, Now) is { } against)
        {
            return await RefuseChoiceAsync(decision, against);
        }

        var asked = _state.Short;
        var amended = await AmendStockAsync(step, StockRules.Amendment(choices, HeldLines));
        if (!amended.Done)
        {
            return await RefuseChoiceAsync(decision, "substitute_out_of_stock");
        }

        // It was priced for other lines than there will be now.
        await LapseOfferAsync("offer_outdated");

        if (decision is not null)
        {
            _state = _state with { Commands = _state.Commands.With(decision.EventId, new CommandOutcome(true, null)) };
        }

        var taken = StockRules.Taken(choices, asked, amended.GivenUp);
        var left = TakeOff(amended.GivenUp, taken, [.. choices.Where(choice => choice.Choice == StockChoice.Substitute).Select(choice => choice.Sku)]);
        IReadOnlyList<ShortLine> missing = [.. _state.Short.Select(line => line with { Choice = choices.First(choice => choice.Sku == line.Sku).Choice })];
        _state = _state with { Short = missing, Deadlines = DeadlinesOf(choices, missing), Status = _parcels.Count == 0 && _rest is null ? OrderStatus.CheckingStock : _state.Status };
        await RecordAsync(
            _state,
            timeline:
            [
                Entry("stock_decided", "customer", ("choices", string.Join(',', choices.Select(choice => $"{choice.Sku}={OrderJson.Name(choice.Choice)}")))),
                .. taken.Count > 0 ? [Entry("substituted", "shop", ("skus", string.Join(", ", taken.Select(line => line.Sku))))] : (TimelineEntry[])[],
            ],
            handled: decision is null ? null : [decision.EventId]);
        return left ? await SettleDifferenceAsync(step, taken, OutOfStock(amended.GivenUp)) : new Stop(OutOfStock(amended.GivenUp), By: "shop");
    }

    private async Task<Stop?> RefuseChoiceAsync(StockDecision? decision, string reason)
    {
        if (decision is not null)
        {
            await RefuseAsync(decision.EventId, "stock_decision", reason);
        }

        return null;
    }

    /// <summary>Nobody answered, or the goods did not come in time: what is missing is paid back. The others are shipped if the customer agreed to parts, else the order is cancelled.</summary>
    private async Task<Stop?> GiveUpMissingAsync()
    {
        var skus = _state.Short.Select(line => line.Sku).ToList();
        if (!StockRules.AllowsParts(_order, _state.Short))
        {
            return new Stop([.. skus.Select(sku => $"out_of_stock:{sku}")], By: "shop");
        }

        var step = FormattableString.Invariant($"overdue-{++_stockSteps}");
        var amended = await AmendStockAsync(step, new StockAmendment { Forgo = skus });
        await LapseOfferAsync("offer_outdated");
        if (!TakeOff(amended.GivenUp, [], []))
        {
            return new Stop(OutOfStock(amended.GivenUp), By: "shop");
        }

        await RecordAsync(
            _state with { Short = ShortLines.Now(_state.Short, amended.Missing), Deadlines = _state.Deadlines.Without("restock").Without("stockDecision") },
            timeline: [Entry("stock_given_up", "system", ("skus", string.Join(", ", skus)))]);
        return await SettleDifferenceAsync(step, [], OutOfStock(amended.GivenUp));
    }

    /// <summary>Goods came; they are set aside already.</summary>
    private async Task TakeArrivalAsync(StockArrived arrived)
    {
        if (arrived.Occasion != (_rest is null ? OrderReservation : RestReservation) || arrived.Revision <= _stockRevision || _state.Short.Count == 0)
        {
            await RecordAsync(_state, handled: [arrived.EventId]);
            return;
        }

        _stockRevision = arrived.Revision;
        var missing = ShortLines.Now(_state.Short, arrived.Missing);
        var deadlines = missing.Count == 0 ? _state.Deadlines.Without("restock") : _state.Deadlines;
        await RecordAsync(_state with { Short = missing, Deadlines = deadlines }, timeline: [Entry("stock_arrived", "system")], handled: [arrived.EventId]);
        await SendRestAsync();
    }

    private async Task<StockAmended> AmendStockAsync(string step, StockAmendment amendment)
    {
        if (amendment.IsEmpty)
        {
            return new StockAmended(true, _stockRevision, [.. _state.Short.Select(line => new ParcelLine(line.Sku, line.Missing))], []);
        }

        // What is missing may have become less, or be given up here.
        var change = new StockChange(_order.OrderId, _rest is null ? OrderReservation : RestReservation, step, amendment);
        var amended = await _context.CallActivityAsync<StockAmended>(nameof(AmendStock), change, Retries.Storage);
        _stockRevision = amended.Revision;
        _state = _state with { Short = ShortLines.Now(_state.Short, amended.Missing) };
        return amended;
    }

    /// <summary>Makes new terms of the order without some units; false, and the terms stay, if nothing would be left of it.</summary>
    private bool TakeOff(IReadOnlyList<ParcelLine> givenUp, IReadOnlyList<OrderLine> taken, IReadOnlyCollection<string> substituted)
    {
        if (givenUp.Count == 0)
        {
            return true;
        }

        if (taken.Count == 0 && StockRules.Without(_order.Lines, givenUp).Count == 0)
        {
            return false;
        }

        var terms = StockRules.Terms(_order, givenUp, taken, substituted);
        var duties = _order.DutiesDue;
        _due += terms.Total - _order.Total;
        _order = _order.As(terms);
        _state = _state with { Terms = terms };
        RebookDuties(_order.DutiesDue - duties);
        return true;
    }

    /// <summary>Duties are booked with the first parcel that arrives; what is taken off the rest after that brings them down, a dearer substitute up.</summary>
    private void RebookDuties(Money more)
    {
        if (!_booked.Contains(Key(LedgerKind.DutiesSold, "order")))
        {
            return;
        }

        var occasion = FormattableString.Invariant($"rest-{_booked.Count}");
        Book(LedgerKind.DutiesSold, more, occasion);
        Book(LedgerKind.DutiesWaived, Money.Zero(more.Currency) - more, occasion);
    }

    private IReadOnlyDictionary<string, DateTimeOffset> DeadlinesOf(IReadOnlyList<LineChoice> choices, IReadOnlyList<ShortLine> missing)
    {
        var others = _state.Deadlines.Without("stockDecision").Without("restock");
        return missing.Count == 0 ? others : others.With("restock", StockRules.WaitEnd(choices, _order.Windows, Now));
    }

    /// <summary>The units that the reservation in question is for.</summary>
    private IReadOnlyList<ParcelLine> HeldLines => _rest ?? [.. _order.Lines.Select(line => new ParcelLine(line.Sku, line.Quantity))];

    private static IReadOnlyList<string> OutOfStock(IReadOnlyList<ParcelLine> lines) => [.. lines.Select(line => $"out_of_stock:{line.Sku}").Distinct()];

    private static string SkusOf(IReadOnlyList<ShortLine> lines) => string.Join(", ", lines.Select(line => line.Sku));
}
