using Microsoft.DurableTask;
using Orders.Functions.Activities;
using Orders.Functions.Domain.Changes;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Review;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Views;

namespace Orders.Functions.Orchestrations.Orders;

/// <summary>Changes before preparation: priced and reviewed, offered, confirmed. Until then the order stays as it is.</summary>
internal sealed class ChangeOffers(TaskOrchestrationContext context, OrderJournal journal, OrderInbox inbox, AgreedChanges changes)
{
    /// <summary>The risk rules that a person has looked at and passed.</summary>
    private IReadOnlyList<string> _approvedRules = [];

    /// <summary>A person has passed the order in spite of these rules.</summary>
    public void Approve(IReadOnlyList<string> rules) => _approvedRules = rules;

    public async Task ConsiderAsync(ChangeRequest request, Stage stage)
    {
        if (CommandRules.AgainstChange(journal.State) is { } against)
        {
            await RefuseAsync(request, against);
            return;
        }

        if (stage != Stage.InTheShop)
        {
            await RefuseAsync(request, stage.Refusal());
            return;
        }

        var step = new ChangeToPrice(journal.OrderId, request.ChangeId, OrderTerms.Of(journal.Order), request.Change, request.AcceptDuties);
        var price = await context.CallActivityAsync<ChangePrice>(nameof(PriceChange), step, Retries.Storage);
        if (price.Priced is not { } priced)
        {
            await RefuseAsync(request, ReasonCode.ChangeNotPossible);
        }
        else if (request.Consent == ChangeConsent.Given && (priced.PriceAdjustment.Amount > 0 || priced.AsksDuties))
        {
            await RefuseAsync(request, ReasonCode.ChangeCostsMore);
        }
        else if (await AgainstByReviewAsync(request, priced.Terms) is { } reasons)
        {
            await RefuseAsync(request, reasons);
        }
        else
        {
            await OfferAsync(request, priced);
        }
    }

    public async Task DecideAsync(ChangeConfirmed decision)
    {
        var offer = journal.State.Offer is { } open && open.ChangeId == decision.ChangeId ? open : null;
        if (offer is { Confirmed: false } && journal.Now >= offer.ExpiresAt)
        {
            await ExpireAsync();
            offer = null;
        }

        switch (offer, decision.Accepted)
        {
            case (null, _) when IsAgain(decision):
            case ({ Confirmed: true }, true):
                journal.AcceptAndHandle(decision.EventId);
                await journal.WriteAsync();
                break;
            case (null, _):
                await journal.RefuseAsync(
                    decision.EventId,
                    TimelineKind.ChangeRefused,
                    ChangeRules.AgainstDecision(journal.State.Changes, decision.ChangeId)
                );
                break;
            case (_, false):
                await changes.WithdrawAsync(offer, ChangeStatus.Declined, reason: null, decision.EventId);
                break;
            case ({ AsksDuties: true }, true) when !decision.AcceptDuties:
                await journal.RefuseAsync(decision.EventId, TimelineKind.ChangeRefused, ReasonCode.DutiesNotAccepted);
                break;
            default:
                await changes.CommitAsync(offer with { Change = offer.Change.AcceptingDuties() }, decision.EventId);
                break;
        }
    }

    /// <summary>
    /// Before preparation starts: a confirmed change is waited for until it is paid or its time is over; an offer that nobody answered is
    /// void.
    /// </summary>
    public async Task<Stop?> SettleAsync()
    {
        while (journal.State.Offer is { Confirmed: true } offer)
        {
            if (await inbox.NextUntilAsync(offer.ExpiresAt) is { } next && await inbox.TakeAsync(next) is { } stop)
            {
                return stop;
            }
        }

        await LapseAsync(ReasonCode.PreparationStarted);
        return null;
    }

    /// <summary>The time of the open offer is over.</summary>
    public Task ExpireAsync() => LapseAsync(journal.State.Offer is { Confirmed: true } ? ReasonCode.ChangeUnpaid : ReasonCode.OfferExpired);

    /// <summary>The open offer, if there is one, is void. One that was confirmed and not paid leaves the order as it was.</summary>
    public Task LapseAsync(Reasons reason) =>
        journal.State.Offer is { } offer ? changes.WithdrawAsync(offer, ChangeStatus.Lapsed, reason, eventId: null) : Task.CompletedTask;

    /// <summary>The order stops: there is nothing to change any more.</summary>
    public void Drop()
    {
        if (journal.State.Offer is { } offer)
        {
            changes.Conclude(offer.ChangeId, ChangeStatus.Lapsed, ReasonCode.CancelInProgress);
        }
    }

    /// <summary>
    /// The changed order is looked at like a new one. A manual review that nobody has decided yet stands against it, unless somebody is
    /// about to.
    /// </summary>
    private async Task<Reasons?> AgainstByReviewAsync(ChangeRequest request, OrderTerms terms)
    {
        var step = new ReviewStep(journal.OrderId, terms, request.Change.MovesAddress ? request.ChangeId : null);
        var verdict = await journal.CallAsync<ReviewStep, ReviewVerdict>(nameof(ReviewOrder), step);
        if (verdict.Reasons.Count > 0)
        {
            return new Reasons(verdict.Reasons);
        }

        changes.Reviewed(verdict.ManualReview);
        var isNew =
            verdict.ManualReview is { } review
            && journal.State.ManualReview is null
            && review.Rules.Except(_approvedRules, StringComparer.Ordinal).Any();
        return isNew ? ReasonCode.ChangeNeedsReview : null;
    }

    private async Task OfferAsync(ChangeRequest request, PricedChange priced)
    {
        if (journal.State.Offer is { } earlier)
        {
            await changes.ForgetAddressAsync(earlier.ChangeId, earlier.Change);
            changes.Conclude(earlier.ChangeId, ChangeStatus.Replaced);
        }

        var expiresAt = journal.Now + journal.Order.Windows.ChangeOffer;
        var offer = new ChangeOffer(request.ChangeId, priced.Change, priced.Terms, priced.PriceAdjustment, priced.AsksDuties, expiresAt);
        var isFree =
            priced.PriceAdjustment.Amount == 0 && !priced.AsksDuties && journal.Order.As(priced.Terms).Place == journal.Order.Place;
        if (request.Consent == ChangeConsent.Given || (request.Consent == ChangeConsent.GivenIfFree && isFree))
        {
            await changes.CommitAsync(offer, request.EventId);
            return;
        }

        changes.Conclude(offer.ChangeId, ChangeStatus.Offered);
        journal.Update(state => state with { Offer = offer });
        journal.Expect(OrderDeadline.Change, offer.ExpiresAt);
        journal.Tell(TimelineKind.ChangeOffered, Actor.Shop, Fact.Total(offer.Terms.Total), Fact.Until(offer.ExpiresAt));
        journal.AcceptAndHandle(request.EventId);
        await journal.WriteAsync();
    }

    /// <summary>The same decision was carried out before.</summary>
    private bool IsAgain(ChangeConfirmed decision) =>
        journal.State.Changes.GetValueOrDefault(decision.ChangeId)?.Status
        == (decision.Accepted ? ChangeStatus.InForce : ChangeStatus.Declined);

    private async Task RefuseAsync(ChangeRequest request, Reasons reason)
    {
        await changes.ForgetAddressAsync(request.ChangeId, request.Change);
        changes.Conclude(request.ChangeId, ChangeStatus.Refused, reason);
        await journal.RefuseAsync(request.EventId, TimelineKind.ChangeRefused, reason);
    }
}
