using Microsoft.DurableTask;
using Orders.Functions.Activities;
using Orders.Functions.Domain.Changes;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Review;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Stock;

namespace Orders.Functions.Orchestrations.Orders;

/// <summary>
/// What a change that the customer agrees to does to stock, money and address, and how it is taken back while it is not paid.
/// </summary>
internal sealed class AgreedChanges(
    TaskOrchestrationContext context,
    OrderJournal journal,
    OrderBalance balance,
    Refunds refunds,
    PaymentRequests requests,
    StockHold stock
)
{
    /// <summary>
    /// The agreement before an increase that was agreed to while payment was awaited: it stands if its amount was paid and the increase was
    /// not.
    /// </summary>
    private Agreement? _beforeIncrease;

    /// <summary>What a reviewer has to know of the order once the change is in force.</summary>
    private ManualReview? _manualReview;

    private OrderTerms TermsNow => OrderTerms.Of(journal.Order);

    /// <summary>What the review of the changed order came to.</summary>
    public void Reviewed(ManualReview? review) => _manualReview = review;

    /// <summary>The customer agrees: in force at once, or when what it costs more is paid.</summary>
    public async Task CommitAsync(ChangeOffer offer, string eventId)
    {
        // What was agreed elsewhere since the offer was made (a line dropped) makes another order of it.
        if (ChangeReducer.Apply(TermsNow, offer.Change, new FieldErrors()) is not { } terms || !ChangeReducer.Same(terms, offer.Terms))
        {
            await RefuseAsync(offer, ReasonCode.OfferOutdated, eventId);
        }
        else if (await ReserveAddedAsync(offer) is { } missing)
        {
            await RefuseAsync(offer, missing, eventId);
        }
        else if (
            stock.IsHeld
            && balance.Paid < balance.Due + offer.PriceAdjustment
            && journal.State.Status is OrderStatus.CheckingStock or OrderStatus.AwaitingStockDecision
        )
        {
            await CollectPriceAdjustmentAsync(offer, eventId);
        }
        else
        {
            await PutInForceAsync(offer, eventId);
        }
    }

    /// <summary>A change that was confirmed is in force as soon as it is paid.</summary>
    public Task PutPaidInForceAsync() =>
        journal.State.Offer is { Confirmed: true } offer && balance.Excess.Amount >= 0
            ? PutInForceAsync(offer, eventId: null)
            : Task.CompletedTask;

    /// <summary>The offer comes to nothing; what was reserved and paid for it goes back.</summary>
    /// <param name="status">Declined, or lapsed or refused with a reason.</param>
    public async Task WithdrawAsync(ChangeOffer offer, ChangeStatus status, Reasons? reason, string? eventId)
    {
        await ForgetAddressAsync(offer.ChangeId, offer.Change);
        if (offer.Confirmed)
        {
            balance.OweLess(offer.PriceAdjustment);
            await requests.WithdrawAsync();
            if (stock.IsHeld && ChangeReducer.Added(TermsNow, offer.Terms) is { Count: > 0 } added)
            {
                await stock.AmendAsync($"{ReferenceOf(offer)}:back", new StockAmendment { Return = added });
            }

            requests.Close();
        }

        Conclude(offer.ChangeId, status, reason);
        if (status == ChangeStatus.Declined)
        {
            journal.Tell(TimelineKind.ChangeDeclined, Actor.Customer);
        }
        else
        {
            journal.Tell(TimelineKind.ChangeLapsed, Actor.System, reason is null ? [] : [Fact.Reason(reason)]);
        }

        if (offer.Confirmed && status == ChangeStatus.Lapsed)
        {
            journal.Mail(MailKind.ChangeLapsed, offer.ChangeId);
        }

        AcceptAndHandle(eventId);
        await journal.WriteAsync();
        await refunds.RefundAndTellAsync(balance.Excess, $"{ReferenceOf(offer)}:back", ReasonCode.ChangeUnpaid);
    }

    /// <summary>The end of the payment window, with the old amount paid and an increase not: the old order stands.</summary>
    public async Task<bool> StandByWhatIsPaidAsync()
    {
        if (_beforeIncrease is not { } old || balance.Paid < old.Due)
        {
            return false;
        }

        GoBackTo(null);
        balance.AgreeAgain(old.Terms, old.Due);
        Conclude(old.ChangeId, ChangeStatus.Lapsed, ReasonCode.ChangeUnpaid);
        journal.Tell(TimelineKind.ChangeLapsed, Actor.System, Fact.Reason(ReasonCode.ChangeUnpaid));
        journal.Mail(MailKind.ChangeLapsed, old.ChangeId);
        await journal.WriteAsync();
        await refunds.RefundAndTellAsync(balance.Excess, $"{ReferenceOf(old.ChangeId)}:back", ReasonCode.ChangeUnpaid);
        return true;
    }

    /// <summary>What was agreed before is not gone back to any more.</summary>
    public void ForgetWhatWasBefore() => GoBackTo(null);

    /// <summary>Notes what became of a change, and closes the open offer if it is that one.</summary>
    public void Conclude(string changeId, ChangeStatus status, Reasons? reason = null)
    {
        journal.Update(state => state with { Changes = state.Changes.With(changeId, new ChangeResult(status, journal.Now, reason)) });
        if (journal.State.Offer?.ChangeId == changeId)
        {
            journal.Update(state => state with { Offer = null });
            journal.NoLongerExpect(OrderDeadline.Change);
        }
    }

    /// <summary>The address that the change would have moved the order to is not kept.</summary>
    public Task ForgetAddressAsync(string changeId, OrderChange change) =>
        change.MovesAddress
            ? context.CallActivityAsync<bool>(
                nameof(UseAddress),
                new PendingAddress(journal.OrderId, changeId, InForce: false),
                Retries.Storage
            )
            : Task.CompletedTask;

    /// <summary>Reserves what the change adds, before anything else is done for it.</summary>
    /// <returns>Null, or why not: it is not there.</returns>
    private async Task<Reasons?> ReserveAddedAsync(ChangeOffer offer)
    {
        var added = ChangeReducer.Added(TermsNow, offer.Terms);
        if (!stock.IsHeld || added.Count == 0)
        {
            return null;
        }

        var reserved = await stock.AmendAsync(ReferenceOf(offer), new StockAmendment { Take = added });
        return reserved.Done ? null : new Reasons([.. added.Select(line => new Reason(ReasonCode.OutOfStock, line.Sku))]);
    }

    /// <summary>A second payment window, for the difference.</summary>
    private async Task CollectPriceAdjustmentAsync(ChangeOffer offer, string eventId)
    {
        balance.Owe(offer.PriceAdjustment);
        var until = journal.Now + journal.Order.Windows.PaymentFor(journal.Order.PaymentMethod);
        var missing = balance.Missing;
        await requests.OpenAsync(
            missing,
            until,
            ReferenceOf(offer),
            () =>
            {
                Conclude(offer.ChangeId, ChangeStatus.AwaitingPayment);
                journal.Update(state => state with { Offer = offer with { Confirmed = true, ExpiresAt = until } });
                journal.Expect(OrderDeadline.Change, until);
                journal.Tell(TimelineKind.ChangeAwaitsPayment, Actor.Customer, Fact.Amount(missing), Fact.Until(until));
                journal.Mail(MailKind.ChangeDue, offer.ChangeId, Fact.Missing(missing));
                AcceptAndHandle(eventId);
            }
        );
    }

    private async Task PutInForceAsync(ChangeOffer offer, string? eventId)
    {
        if (offer.Change.MovesAddress && !await UseAddressAsync(offer))
        {
            await RefuseAsync(offer, ReasonCode.ContactErased, eventId);
            return;
        }

        Agreement before = new(offer.ChangeId, TermsNow, balance.Due);
        var removed = ChangeReducer.Added(offer.Terms, TermsNow);
        if (stock.IsHeld && removed.Count > 0)
        {
            await stock.AmendAsync($"{ReferenceOf(offer)}:less", new StockAmendment { Return = removed });
        }

        balance.Agree(ChangeReducer.Apply(TermsNow, offer.Change, new FieldErrors())!);
        if (offer.Confirmed)
        {
            requests.Close();
        }
        else
        {
            balance.Owe(offer.PriceAdjustment);
        }

        if (journal.State.Status == OrderStatus.AwaitingPayment)
        {
            var isPlainIncrease = !offer.Change.MovesAddress && !stock.IsHeld;
            if (!stock.IsHeld)
            {
                // Nobody pays without knowing what of the new lines is out of stock.
                await stock.LookAsync();
            }

            GoBackTo(isPlainIncrease ? _beforeIncrease ?? (offer.PriceAdjustment.Amount > 0 ? before : null) : null);
            await ReplacePaymentRequestAsync(offer);
        }

        Conclude(offer.ChangeId, ChangeStatus.InForce);
        ShowTerms();
        journal.Tell(TimelineKind.Changed, Actor.Customer, Fact.Total(journal.Order.Total));
        journal.Mail(MailKind.Changed, offer.ChangeId);
        AcceptAndHandle(eventId);
        await journal.WriteAsync();
        await refunds.RefundAndTellAsync(balance.Excess, ReferenceOf(offer), ReasonCode.OrderChanged);
    }

    /// <summary>What is missing, and what a reviewer looks at, are those of the order as it is now.</summary>
    private void ShowTerms()
    {
        var lines = journal.Order.Lines;
        stock.Show([
            .. stock.Short.Select(line =>
                line with
                {
                    Ordered = lines.Where(ordered => ordered.Sku == line.Sku).Sum(ordered => ordered.Quantity),
                }
            ),
        ]);
        if (stock.Short.Count == 0)
        {
            journal.NoLongerExpect(OrderDeadline.Restock);
        }

        if (journal.State.ManualReview is { } waiting && _manualReview is { } review)
        {
            journal.Update(state => state with { ManualReview = waiting with { Score = review.Score, Rules = review.Rules } });
        }
    }

    private Task<bool> UseAddressAsync(ChangeOffer offer) =>
        context.CallActivityAsync<bool>(
            nameof(UseAddress),
            new PendingAddress(journal.OrderId, offer.ChangeId, InForce: true),
            Retries.Storage
        );

    /// <summary>The page for the old amount takes no more money. The window stays as it is.</summary>
    private async Task ReplacePaymentRequestAsync(ChangeOffer offer)
    {
        if (balance.Missing is { Amount: > 0 } missing)
        {
            await requests.ReplaceAsync(missing, journal.State.Deadlines[OrderDeadline.Payment], ReferenceOf(offer));
            return;
        }

        await requests.WithdrawAsync();
        requests.Close();
    }

    private async Task RefuseAsync(ChangeOffer offer, Reasons reason, string? eventId)
    {
        if (journal.State.Offer is { Confirmed: true })
        {
            await WithdrawAsync(offer, ChangeStatus.Refused, reason, eventId: null);
        }
        else
        {
            await ForgetAddressAsync(offer.ChangeId, offer.Change);
        }

        Conclude(offer.ChangeId, ChangeStatus.Refused, reason);
        await journal.RefuseAsync(eventId ?? ReferenceOf(offer), TimelineKind.ChangeRefused, reason);
    }

    private void GoBackTo(Agreement? before)
    {
        _beforeIncrease = before;
        journal.Update(state => state with { DueBeforeIncrease = before?.Due });
    }

    private void AcceptAndHandle(string? eventId)
    {
        if (eventId is not null)
        {
            journal.AcceptAndHandle(eventId);
        }
    }

    private static string ReferenceOf(ChangeOffer offer) => ReferenceOf(offer.ChangeId);

    private static string ReferenceOf(string changeId) => $"change:{changeId}";

    /// <param name="ChangeId">Of the change that ended it.</param>
    private sealed record Agreement(string ChangeId, OrderTerms Terms, Money Due);
}
