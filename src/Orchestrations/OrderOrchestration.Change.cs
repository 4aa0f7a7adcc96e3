using Orders.Functions.Activities;
using Orders.Functions.Domain.Changes;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Views;

namespace Orders.Functions.Orchestrations;

// Changes before preparation: priced and reviewed, offered, confirmed. What they do then is in ChangeInForce; until then the order stays as it is.
public sealed partial class OrderOrchestration
{
    /// <summary>The risk rules that a person has looked at and passed.</summary>
    private IReadOnlyList<string> _approvedRules = [];

    /// <summary>What a reviewer has to know of the change that is offered.</summary>
    private ReviewDoubt? _doubtOfOffer;

    private OrderTerms TermsNow => OrderTerms.Of(_order);

    private async Task ConsiderChangeAsync(ChangeRequest request)
    {
        if (CommandRules.AgainstChange(_state) is { } against)
        {
            await RefuseChangeAsync(request, against);
            return;
        }

        var step = new ChangeToPrice(_order.OrderId, request.ChangeId, TermsNow, request.Change, request.AcceptDuties);
        var price = await _context.CallActivityAsync<ChangePrice>(nameof(PriceChange), step, Retries.Storage);
        if (price.Priced is not { } priced)
        {
            await RefuseChangeAsync(request, "change_not_possible");
        }
        else if (request.Consent == ChangeConsent.Given && (priced.Difference.Amount > 0 || priced.AsksDuties))
        {
            await RefuseChangeAsync(request, "change_costs_more");
        }
        else if (await AgainstByReviewAsync(request, priced.Terms) is { } reasons)
        {
            await RefuseChangeAsync(request, reasons);
        }
        else
        {
            await OfferAsync(request, priced);
        }
    }

    /// <summary>The changed order is looked at like a new one. A doubt that nobody has decided on yet stands against it, unless somebody is about to.</summary>
    private async Task<string?> AgainstByReviewAsync(ChangeRequest request, OrderTerms terms)
    {
        var step = new ReviewStep(_order.OrderId, terms, request.Change.MovesAddress ? request.ChangeId : null);
        var verdict = await _context.CallActivityAsync<ReviewVerdict>(nameof(ReviewOrder), step, Retries.Storage);
        if (verdict.Reasons.Count > 0)
        {
            return string.Join(',', verdict.Reasons);
        }

        _doubtOfOffer = verdict.Doubt;
        return verdict.Doubt is { } doubt && _state.Doubt is null && doubt.Rules.Except(_approvedRules, StringComparer.Ordinal).Any() ? "change_needs_review" : null;
    }

    private async Task OfferAsync(ChangeRequest request, PricedChange priced)
    {
        if (_state.Offer is { } earlier)
        {
            await ForgetAddressAsync(earlier);
            _state = Concluded(earlier.ChangeId, ChangeStatus.Replaced);
        }

        var offer = new ChangeOffer(request.ChangeId, priced.Change, priced.Terms, priced.Difference, priced.AsksDuties, Now + _order.Windows.ChangeOffer);
        var free = priced.Difference.Amount == 0 && !priced.AsksDuties && priced.Terms.Country == _order.Country;
        if (request.Consent == ChangeConsent.Given || (request.Consent == ChangeConsent.GivenIfFree && free))
        {
            await CommitAsync(offer, request.EventId);
            return;
        }

        await RecordAsync(
            Concluded(offer.ChangeId, ChangeStatus.Offered) with
            {
                Offer = offer,
                Deadlines = _state.Deadlines.With("change", offer.ExpiresAt),
                Commands = _state.Commands.With(request.EventId, new CommandOutcome(true, null)),
            },
            timeline: [Entry("change_offered", "shop", ("total", offer.Terms.Total.ToString()), ("until", offer.ExpiresAt.ToString("O")))],
            handled: [request.EventId]);
    }

    private async Task TakeChangeDecisionAsync(ChangeConfirmed decision)
    {
        var offer = _state.Offer is { } open && open.ChangeId == decision.ChangeId ? open : null;
        if (offer is { Confirmed: false } && Now >= offer.ExpiresAt)
        {
            await ExpireOfferAsync();
            offer = null;
        }

        switch (offer, decision.Accepted)
        {
            case (null, _) when IsAgain(decision):
            case ({ Confirmed: true }, true):
                await RecordAsync(_state with { Commands = _state.Commands.With(decision.EventId, new CommandOutcome(true, null)) }, handled: [decision.EventId]);
                break;
            case (null, _):
                await RefuseAsync(decision.EventId, "change", ChangeRules.AgainstDecision(_state.Changes, decision.ChangeId));
                break;
            case (_, false):
                await GiveUpOfferAsync(offer, ChangeStatus.Declined, reason: null, decision.EventId);
                break;
            case ({ AsksDuties: true }, true) when !decision.AcceptDuties:
                await RefuseAsync(decision.EventId, "change", "duties_not_accepted");
                break;
            default:
                await CommitAsync(offer with { Change = offer.Change.AcceptingDuties() }, decision.EventId);
                break;
        }
    }

    /// <summary>The same decision was carried out before.</summary>
    private bool IsAgain(ChangeConfirmed decision) =>
        _state.Changes.GetValueOrDefault(decision.ChangeId)?.Status == (decision.Accepted ? ChangeStatus.InForce : ChangeStatus.Declined);

    private async Task RefuseChangeAsync(ChangeRequest request, string reason)
    {
        await ForgetAddressAsync(request.ChangeId, request.Change);
        _state = Concluded(request.ChangeId, ChangeStatus.Refused, reason);
        await RefuseAsync(request.EventId, "change", reason);
    }

    /// <summary>The open offer, if there is one, is void. One that was confirmed and not paid leaves the order as it was.</summary>
    private Task LapseOfferAsync(string reason) => _state.Offer is { } offer ? GiveUpOfferAsync(offer, ChangeStatus.Lapsed, reason, eventId: null) : Task.CompletedTask;

    private Task ExpireOfferAsync() => LapseOfferAsync(_state.Offer is { Confirmed: true } ? "change_unpaid" : "offer_expired");

    /// <summary>Before preparation starts: a confirmed change is waited for until it is paid or its time is over; an offer that nobody answered is void.</summary>
    private async Task<Stop?> SettleChangeAsync()
    {
        while (_state.Offer is { Confirmed: true } offer)
        {
            if (await NextUntilAsync(offer.ExpiresAt) is { } next && await TakeAsync(next) is { } stop)
            {
                return stop;
            }
        }

        await LapseOfferAsync("preparation_started");
        return null;
    }

    /// <summary>The state once it is known what became of a change; with the open offer closed if it is that one.</summary>
    private OrderState Concluded(string changeId, ChangeStatus status, string? reason = null)
    {
        var changes = _state.Changes.With(changeId, new ChangeResult(status, Now, reason));
        return _state.Offer?.ChangeId == changeId
            ? _state with { Changes = changes, Offer = null, Deadlines = _state.Deadlines.Without("change") }
            : _state with { Changes = changes };
    }

    /// <summary>The order stops: there is nothing to change any more.</summary>
    private OrderState WithoutOffer() => _state.Offer is { } offer ? Concluded(offer.ChangeId, ChangeStatus.Lapsed, "cancel_in_progress") : _state;

    private Task ForgetAddressAsync(ChangeOffer offer) => ForgetAddressAsync(offer.ChangeId, offer.Change);

    private Task ForgetAddressAsync(string changeId, OrderChange change) => change.MovesAddress
        ? _context.CallActivityAsync<bool>(nameof(UseAddress), new PendingAddress(_order.OrderId, changeId, InForce: false), Retries.Storage)
        : Task.CompletedTask;
}
