using Orders.Functions.Activities;
using Orders.Functions.Domain.Changes;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Stock;

namespace Orders.Functions.Orchestrations;

// What an accepted change does to stock, money and address.
public sealed partial class OrderOrchestration
{
    /// <summary>The lines to reserve where they are not those that were placed.</summary>
    private IReadOnlyList<ParcelLine>? ChangedLines => _state.Terms is null ? null : [.. _order.Lines.Select(line => new ParcelLine(line.Sku, line.Quantity))];

    /// <summary>The agreement before a rise that was agreed to while payment was awaited: it stands if its amount was paid and the rise was not.</summary>
    private Agreement? _beforeRise;

    /// <summary>The customer agrees: in force at once, or when what it costs more is paid.</summary>
    private async Task CommitAsync(ChangeOffer offer, string eventId)
    {
        // What was agreed elsewhere since the offer was made (a line given up) makes another order of it.
        if (ChangeReducer.Apply(TermsNow, offer.Change, new FieldErrors()) is not { } terms || !ChangeReducer.Same(terms, offer.Terms))
        {
            await RefuseOfferAsync(offer, "offer_outdated", eventId);
        }
        else if (await HoldAddedAsync(offer) is { } missing)
        {
            await RefuseOfferAsync(offer, missing, eventId);
        }
        else if (Paid < _due + offer.Difference && _state.Status is OrderStatus.CheckingStock or OrderStatus.AwaitingStockDecision)
        {
            await CollectDifferenceAsync(offer, eventId);
        }
        else
        {
            await PutInForceAsync(offer, eventId);
        }
    }

    /// <summary>Sets aside what the change adds, before anything else is done for it.</summary>
    /// <returns>Null, or the reason code: it is not there.</returns>
    private async Task<string?> HoldAddedAsync(ChangeOffer offer)
    {
        var added = ChangeReducer.Added(TermsNow, offer.Terms);
        if (!_state.StockHeld || added.Count == 0)
        {
            return null;
        }

        var held = await AmendStockAsync(Occasion(offer), new StockAmendment { Take = added });
        return held.Done ? null : string.Join(',', added.Select(line => $"out_of_stock:{line.Sku}"));
    }

    /// <summary>A second payment window, for the difference.</summary>
    private async Task CollectDifferenceAsync(ChangeOffer offer, string eventId)
    {
        _due += offer.Difference;
        var until = Now + _order.Windows.PaymentFor(_order.PaymentMethod);
        var missing = _due - Paid;
        var url = await _context.CallPartnerAsync<string>(nameof(RequestPayment), new PaymentDemand(_order.OrderId, missing, until, Occasion(offer)), Retries.Partner);
        await RecordAsync(
            Concluded(offer.ChangeId, ChangeStatus.AwaitingPayment) with
            {
                Offer = offer with { Confirmed = true, ExpiresAt = until },
                PaymentUrl = url,
                Deadlines = _state.Deadlines.With("change", until),
                Commands = _state.Commands.With(eventId, new CommandOutcome(true, null)),
            },
            timeline: [Entry("change_awaits_payment", "customer", Amount(missing), ("until", until.ToString("O")))],
            mails: [new(MailKind.ChangeDue, offer.ChangeId, Facts(("missing", missing.ToString())))],
            handled: [eventId]);
    }

    private async Task PutInForceAsync(ChangeOffer offer, string? eventId)
    {
        if (offer.Change.MovesAddress && !await _context.CallActivityAsync<bool>(nameof(UseAddress), new PendingAddress(_order.OrderId, offer.ChangeId, InForce: true), Retries.Storage))
        {
            await RefuseOfferAsync(offer, "contact_erased", eventId);
            return;
        }

        Agreement before = new(offer.ChangeId, TermsNow, _due);
        var removed = ChangeReducer.Added(offer.Terms, TermsNow);
        if (_state.StockHeld && removed.Count > 0)
        {
            await AmendStockAsync($"{Occasion(offer)}:less", new StockAmendment { Return = removed });
        }

        _due = offer.Confirmed ? _due : _due + offer.Difference;
        var terms = ChangeReducer.Apply(TermsNow, offer.Change, new FieldErrors())!;
        _order = _order.As(terms);
        var url = offer.Confirmed ? null : _state.PaymentUrl;
        if (_state.Status == OrderStatus.AwaitingPayment)
        {
            _beforeRise = offer.Change.MovesAddress || _state.StockHeld ? null : _beforeRise ?? (offer.Difference.Amount > 0 ? before : null);
            url = await ReplacePaymentRequestAsync(offer);
        }

        var concluded = Concluded(offer.ChangeId, ChangeStatus.InForce);
        await RecordAsync(
            concluded with
            {
                Terms = terms,
                Short = [.. _state.Short.Select(line => line with { Ordered = terms.Lines.Where(ordered => ordered.Sku == line.Sku).Sum(ordered => ordered.Quantity) })],
                Deadlines = _state.Short.Count == 0 ? concluded.Deadlines.Without("restock") : concluded.Deadlines,
                PaymentUrl = url,
                Doubt = _state.Doubt is { } waiting && _doubtOfOffer is { } doubt ? waiting with { Score = doubt.Score, Rules = doubt.Rules } : _state.Doubt,
                Commands = eventId is null ? _state.Commands : _state.Commands.With(eventId, new CommandOutcome(true, null)),
            },
            timeline: [Entry("changed", "customer", ("total", terms.Total.ToString()))],
            mails: [new(MailKind.Changed, offer.ChangeId)],
            handled: eventId is null ? [] : [eventId]);
        await RefundAsync(Paid - _due, Occasion(offer), [new(MailKind.Refunded, Occasion(offer), Facts(Amount(Paid - _due), ("reason", "order_changed")))]);
    }

    /// <summary>The page for the old amount takes no more money. The window stays as it is.</summary>
    private async Task<string?> ReplacePaymentRequestAsync(ChangeOffer offer)
    {
        if (Paid < _due)
        {
            return await _context.CallPartnerAsync<string>(nameof(RequestPayment), new PaymentDemand(_order.OrderId, _due - Paid, _state.Deadlines["payment"], Occasion(offer)), Retries.Partner);
        }

        await WithdrawPaymentRequestAsync();
        return null;
    }

    /// <summary>The offer comes to nothing; what was set aside and paid for it goes back.</summary>
    private async Task GiveUpOfferAsync(ChangeOffer offer, ChangeStatus status, string? reason, string? eventId)
    {
        await ForgetAddressAsync(offer);
        if (offer.Confirmed)
        {
            _due -= offer.Difference;
            await WithdrawPaymentRequestAsync();
            if (_state.StockHeld && ChangeReducer.Added(TermsNow, offer.Terms) is { Count: > 0 } added)
            {
                await AmendStockAsync($"{Occasion(offer)}:back", new StockAmendment { Return = added });
            }

            _state = _state with { PaymentUrl = null };
        }

        var entry = status == ChangeStatus.Declined ? Entry("change_declined", "customer") : Entry("change_lapsed", "system", ("reason", reason ?? ""));
        await RecordAsync(
            Concluded(offer.ChangeId, status, reason) with { Commands = eventId is null ? _state.Commands : _state.Commands.With(eventId, new CommandOutcome(true, null)) },
            timeline: [entry],
            mails: offer.Confirmed && status == ChangeStatus.Lapsed ? [new(MailKind.ChangeLapsed, offer.ChangeId)] : [],
            handled: eventId is null ? [] : [eventId]);
        await RefundAsync(Paid - _due, $"{Occasion(offer)}:back", [new(MailKind.Refunded, $"{Occasion(offer)}:back", Facts(Amount(Paid - _due), ("reason", "change_unpaid")))]);
    }

    private async Task RefuseOfferAsync(ChangeOffer offer, string reason, string? eventId)
    {
        if (_state.Offer is { Confirmed: true })
        {
            await GiveUpOfferAsync(offer, ChangeStatus.Refused, reason, eventId: null);
        }
        else
        {
            await ForgetAddressAsync(offer);
        }

        _state = Concluded(offer.ChangeId, ChangeStatus.Refused, reason);
        await RefuseAsync(eventId ?? Occasion(offer), "change", reason);
    }

    /// <summary>The end of the payment window, with the old amount paid and a rise not: the old order stands.</summary>
    private async Task<bool> StandByWhatIsPaidAsync()
    {
        if (_beforeRise is not { } old || Paid < old.Due)
        {
            return false;
        }

        _beforeRise = null;
        _due = old.Due;
        _order = _order.As(old.Terms);
        await RecordAsync(
            Concluded(old.ChangeId, ChangeStatus.Lapsed, "change_unpaid") with { Terms = old.Terms },
            timeline: [Entry("change_lapsed", "system", ("reason", "change_unpaid"))],
            mails: [new(MailKind.ChangeLapsed, old.ChangeId)]);
        await RefundAsync(Paid - _due, $"change:{old.ChangeId}:back", [new(MailKind.Refunded, $"change:{old.ChangeId}:back", Facts(Amount(Paid - _due), ("reason", "change_unpaid")))]);
        return true;
    }

    private static string Occasion(ChangeOffer offer) => $"change:{offer.ChangeId}";

    /// <param name="ChangeId">Of the change that ended it.</param>
    private sealed record Agreement(string ChangeId, OrderTerms Terms, Money Due);
}
