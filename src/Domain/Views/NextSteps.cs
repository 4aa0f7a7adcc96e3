using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Changes;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Stock;

namespace Orders.Functions.Domain.Views;

/// <summary>Why an order is where it is, and what happens next.</summary>
/// <param name="When">At the latest; absent where nobody can promise.</param>
/// <param name="Who">Must act.</param>
/// <param name="Why">Why it is where it is, in the customer's language. Never why a person reviews an order.</param>
/// <param name="Text">What happens next, in the customer's language; names <paramref name="When"/> in words where there is one.</param>
public sealed record NextStep(NextStepKind What, DateTimeOffset? When, Actor Who, string Why, string Text);

/// <summary>
/// What comes next, the same for the customer and for operations: the step of the order's status, by the state transition table, unless
/// what else is known of the order puts another in its place.
/// </summary>
public static class NextSteps
{
    /// <summary>Null at an order's end.</summary>
    public static NextStep? Of(
        Order order,
        OrderState state,
        IReadOnlyList<ParcelState> parcels,
        IReadOnlyList<CaseState> cases,
        DateTimeOffset now
    )
    {
        if (Transitions.WaitOf(state.Status).Next is not { } usual)
            return null;
        var step = usual switch
        {
            NextStepKind.Review when state.ManualReview is not null => Step.Of(usual, state) with
            {
                Who = Actor.Shop,
                Words = NextStepTexts.ManualReview,
            },
            NextStepKind.Review => null,
            NextStepKind.Compensation => Refund(state) ?? TakenBack(state),
            NextStepKind.HandOver or NextStepKind.Close when state.HeldSince is not null => Step.Of(NextStepKind.HandOver) with
            {
                Who = Actor.Shop,
                Words = NextStepTexts.Held,
            },
            _ when state.Offer is { Confirmed: false } offer => Step.Of(NextStepKind.ChangeConfirm, state) with { When = offer.ExpiresAt },
            NextStepKind.Payment or NextStepKind.Stock or NextStepKind.StockDecision when state.Offer is { } offer => ChangePayment(
                order,
                state,
                offer
            ),
            NextStepKind.Payment when state.StandsUnpaid => Payment(
                order,
                state,
                NextStepTexts.ChangePayment,
                NextStepTexts.UnpaidStaysAsItWas
            ),
            NextStepKind.Payment => Payment(
                order,
                state,
                state is { StockHeld: false, Short.Count: > 0 }
                    ? NextStepTexts.PaymentForShort(ShortViews.Text(order, state), state.Short.All(line => line.Choice is not null))
                    : NextStepTexts.For(NextStepKind.Payment),
                NextStepTexts.UnpaidIsCancelled
            ),
            NextStepKind.Stock when state.Short.Count > 0 => Short(order, state, NextStepKind.StockArrival),
            NextStepKind.StockDecision => Short(order, state, NextStepKind.StockDecision),
            NextStepKind.HandOver or NextStepKind.Delivery => ParcelSteps.Of(order, state, parcels, now),
            NextStepKind.Close => CaseSteps.Of(cases) ?? ParcelSteps.OfUrgent(parcels, now) ?? Close(order, state, parcels, cases, now),
            _ => null,
        };
        return (step ?? Step.Of(usual, state)).In(order);
    }

    /// <summary>What comes next for an order whose orchestration was halted.</summary>
    public static NextStep Halted(NextStepKind kind, Order order) => Step.Of(kind).In(order);

    /// <summary>What comes next once the customer has said where crypto goes back to.</summary>
    public static NextStep RefundToAddress(Order order) =>
        (Step.Of(NextStepKind.Refund) with { Who = Actor.Shop, Words = NextStepTexts.CryptoRefundToAddress }).In(order);

    private static Step ChangePayment(Order order, OrderState state, ChangeOffer offer)
    {
        var step = Payment(order, state, NextStepTexts.ChangePayment, NextStepTexts.UnpaidStaysAsItWas);
        return step with { When = step.When < offer.ExpiresAt ? step.When : offer.ExpiresAt };
    }

    /// <summary>What was seen of the payment, or that it failed, comes before what is asked for.</summary>
    /// <param name="asked">Said where there was no payment yet.</param>
    /// <param name="otherwise">What becomes of the order if nothing more is paid.</param>
    private static Step Payment(Order order, OrderState state, StepWords asked, LocalizedText otherwise)
    {
        var step = Step.Of(NextStepKind.Payment, state);
        PaymentState[] seen = [.. state.Payments.Where(payment => payment.Status == PaymentStatus.Seen)];
        if (state.Seen.Amount > 0)
        {
            var confirmations = seen.Min(payment => payment.Confirmations ?? 0);
            var isAll = OrderViews.IsPaymentSeen(order, state);
            return step with
            {
                Who = isAll ? Actor.Payment : step.Who,
                Words = NextStepTexts.PaymentSeen(state.Seen, confirmations, order.Windows.CryptoConfirmations, isAll, otherwise),
            };
        }

        return
            state.Payments.LastOrDefault(payment => state.Payments.All(other => other.At <= payment.At))
                is { Status: PaymentStatus.Failed } failed
            ? step with
            {
                Words = NextStepTexts.PaymentFailed(failed.Amount, otherwise),
            }
            : step with
            {
                Words =
                    state is { Offer: null, StandsUnpaid: false, Captured: var captured }
                    && captured - state.Refunded is { Amount: > 0 } paid
                        ? NextStepTexts.PaymentOfRest(paid, OrderViews.AmountDue(order, state), isForSubstitute: state.StockHeld)
                        : asked,
            };
    }

    /// <summary>Only what can still be asked for is offered.</summary>
    private static Step Close(
        Order order,
        OrderState state,
        IReadOnlyList<ParcelState> parcels,
        IReadOnlyList<CaseState> cases,
        DateTimeOffset now
    )
    {
        var claim = ClaimRules.AgainstAll(order, state, parcels, cases, now) is null ? By(OrderDeadline.Claim) : null;
        var giveBack = ReturnRules.AgainstAny(order, state, parcels, UnitsInCases.Of(state, cases), now) is null
            ? By(OrderDeadline.Return)
            : null;
        return Step.Of(NextStepKind.Close, state) with
        {
            Words = (claim, giveBack) switch
            {
                ({ } claimBy, { } returnBy) => NextStepTexts.CloseAfterBoth(claimBy, returnBy),
                ({ } claimBy, null) => NextStepTexts.CloseAfterClaims(claimBy),
                (null, { } returnBy) => NextStepTexts.CloseAfterReturns(returnBy),
                _ => NextStepTexts.CloseOnly,
            },
        };

        string? By(OrderDeadline window) => state.Deadlines.TryGetValue(window, out var end) ? CustomerClock.Of(order).By(end) : null;
    }

    private static Step Short(Order order, OrderState state, NextStepKind kind)
    {
        var someThere = order.Lines.Sum(line => line.Quantity) > state.Short.Sum(line => line.Missing);
        var outcome =
            !state.StockHeld ? (state.Captured > state.Refunded ? ShortOutcome.NothingIsReserved : ShortOutcome.NothingIsPaid)
            : !someThere ? ShortOutcome.NothingIsThere
            : StockRules.AllowsParts(order, state.Short) ? ShortOutcome.MissingIsRefunded
            : ShortOutcome.AllOrNothing;
        return Step.Of(kind, state) with { Words = NextStepTexts.Short(kind, ShortViews.Text(order, state), outcome) };
    }

    private static Step? TakenBack(OrderState state) =>
        state.TakenByBank is { Amount: > 0 } taken
            ? Step.Of(NextStepKind.Compensation, state) with
            {
                Words = NextStepTexts.TakenBack(taken),
            }
            : null;

    private static Step? Refund(OrderState state)
    {
        var step = Step.Of(NextStepKind.Refund, state);
        var open = state.Refunds.FirstOrDefault(refund => refund.IsOpen);
        return open?.Status switch
        {
            RefundStatus.Sent when open.WaitsForCustomer => step with
            {
                When = null,
                Who = Actor.Customer,
                Words = NextStepTexts.RefundToClaim,
            },
            RefundStatus.InKind => step with { When = null, Who = Actor.Shop, Words = NextStepTexts.CryptoRefund },
            RefundStatus.Failed => step with { When = null, Who = Actor.Shop, Words = NextStepTexts.FailedRefund },
            RefundStatus.Sent => step,
            _ => null,
        };
    }
}

/// <summary>A step in both languages.</summary>
internal sealed record Step(NextStepKind What, Actor Who, DateTimeOffset? When, StepWords Words)
{
    /// <summary>The step as it is if nothing particular is known of the order.</summary>
    public static Step Of(NextStepKind kind, OrderState state) => Of(kind, WhenOf(kind, state));

    public static Step Of(NextStepKind kind, DateTimeOffset? when = null) => new(kind, kind.Who(), when, NextStepTexts.For(kind));

    /// <summary>The step in the customer's language, by the clock of where the order goes.</summary>
    public NextStep In(Order order) =>
        new(
            What,
            When,
            Who,
            Words.Why.In(order.Locale),
            Words.TextIn(order.Locale, When is { } when ? CustomerClock.Of(order).By(when) : null)
        );

    private static DateTimeOffset? WhenOf(NextStepKind kind, OrderState state)
    {
        var deadline = kind == NextStepKind.Close ? Transitions.WaitOf(state.Status).Decisive(state.Deadlines) : kind.Deadline();
        return deadline is { } name && state.Deadlines.TryGetValue(name, out var at) ? at : null;
    }
}
