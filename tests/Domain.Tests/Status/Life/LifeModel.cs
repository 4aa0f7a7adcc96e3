using Orders.Functions.Domain.Changes;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Review;
using Orders.Functions.Domain.Status;

namespace Domain.Tests.Status.Life;

/// <summary>
/// What each thing that can happen makes of an order, said once more and as plainly as possible: the rules of docs/architecture.md, without money,
/// texts and times. The table of the product is held against it.
/// </summary>
internal static partial class LifeModel
{
    /// <summary>
    /// Every way in which the order can stand at once after something happened; each with what it passed through. None: it cannot happen,
    /// or it is refused.
    /// </summary>
    public static IEnumerable<Life[]> After(Life life, Trigger on) =>
        life.IsFinal ? AfterTheEnd(life, on)
        : on == Trigger.StepFailed && life.Status != OrderStatus.Placed && life is { Status: not OrderStatus.Cancelling }
            ? One(Stopped(life))
        : life.Status switch
        {
            OrderStatus.Placed => Placed(life, on),
            OrderStatus.InReview => InReview(life, on),
            OrderStatus.AwaitingPayment => AwaitingPayment(life, on),
            OrderStatus.AwaitingStockDecision when !life.Held => KnownShortage(life, on),
            OrderStatus.CheckingStock or OrderStatus.AwaitingStockDecision => Stock(life, on),
            OrderStatus.Cancelling => Cancelling(life, on),
            _ => OnItsWay(life, on),
        };

    private static IEnumerable<Life[]> AfterTheEnd(Life life, Trigger on) =>
        on switch
        {
            _ when IsMoney(on) || on.IsScan() || on is Trigger.RefundDecision or Trigger.HoldDecision => One(life),

            // A question that was open when the order was cancelled goes on, and what is said of other cases of a failed one changes
            // nothing; a carrier scans goods whenever they come.
            Trigger.ServiceReply or Trigger.AnswerOverdue when life.Status == OrderStatus.Cancelled => One(life),
            Trigger.ClaimDecision or Trigger.ReturnSent or Trigger.ReturnLapsed when life.Status == OrderStatus.Failed => One(life),
            Trigger.ReturnScanned when life.Status != OrderStatus.Cancelled => One(life),
            _ => [],
        };

    private static IEnumerable<Life[]> Placed(Life life, Trigger on) =>
        on switch
        {
            Trigger.Begun => One(life with { Status = OrderStatus.InReview }),
            Trigger.CancelRequest
            or Trigger.ChangeRequest
            or Trigger.ServiceRequest
            or Trigger.Nudge
            or Trigger.RefundDecision
            or Trigger.HoldDecision => One(life),
            _ when IsMoney(on) => One(life),
            _ => [],
        };

    private static IEnumerable<Life[]> InReview(Life life, Trigger on) =>
        on switch
        {
            Trigger.ReviewPassed when !life.ManualReview => Reviewed(life),
            Trigger.ReviewRefused when !life.ManualReview => One(Stopped(life)),
            Trigger.ManualReviewNeeded => One(life with { ManualReview = true }),
            Trigger.ReviewDecision when life.ManualReview => Reviewed(life with { ManualReview = false }),
            Trigger.ReviewOverdue when life.ManualReview => One(life),
            Trigger.ReviewTimeout when life.ManualReview => One(Stopped(life)),
            Trigger.CancelRequest => One(Stopped(life)),
            Trigger.ChangeRequest =>
            [
                [life],
                [life with { Offer = Offered.Open }],
            ],
            Trigger.ChangeConfirmed or Trigger.ChangeTimeout when life.Offer == Offered.Open => One(life with { Offer = Offered.Nothing }),
            _ => AnyTime(life, on),
        };

    /// <summary>All is there, or is chosen about beforehand; the customer is asked; nothing would be left of the order, or it is refused.</summary>
    private static IEnumerable<Life[]> Reviewed(Life life) =>
        [
            [life with { Status = OrderStatus.AwaitingPayment }],
            [life with { Status = OrderStatus.AwaitingPayment, Offer = Offered.Nothing }],
            [life with { Status = OrderStatus.AwaitingStockDecision, Short = Shortage.Asked }],
            [Stopped(life)],
        ];

    /// <summary>The customer is asked before money is.</summary>
    private static IEnumerable<Life[]> KnownShortage(Life life, Trigger on)
    {
        var lapsed = life with { Offer = Offered.Nothing };
        var settled = lapsed with { Status = OrderStatus.AwaitingPayment, Short = Shortage.None };
        return on switch
        {
            Trigger.StockDecision =>
            [
                [life],
                [settled],
                [Stopped(life)],
            ],
            // The goods have come meanwhile, or there is no order.
            Trigger.StockTimeout =>
            [
                [settled with { Offer = life.Offer }],
                [Stopped(life)],
            ],
            Trigger.CancelRequest => One(Stopped(life)),
            // What is short may be taken off.
            Trigger.ChangeRequest =>
            [
                [life],
                [life with { Offer = Offered.Open }],
                [lapsed],
                [settled],
            ],
            Trigger.ChangeConfirmed when life.Offer == Offered.Open =>
            [
                [lapsed],
                [settled],
            ],
            Trigger.ChangeTimeout when life.Offer == Offered.Open => One(lapsed),
            _ => AnyTime(life, on),
        };
    }

    private static IEnumerable<Life[]> AwaitingPayment(Life life, Trigger on)
    {
        var paid = life with { Status = OrderStatus.CheckingStock };
        return on switch
        {
            Trigger.PaymentSucceeded =>
            [
                [life],
                [paid],
            ],
            Trigger.PaymentReminderDue => One(life),

            // The increase was not paid and the old order was; substitutes are dropped and the backorder is not.
            Trigger.PaymentTimeout =>
            [
                [Stopped(life)],
                [paid],
            ],
            Trigger.CancelRequest => One(Stopped(life)),

            // What costs less may be paid already.
            Trigger.ChangeRequest when !life.Held =>
            [
                [life],
                [paid],
                [life with { Offer = Offered.Open }],
            ],
            Trigger.ChangeConfirmed when life.Offer == Offered.Open =>
            [
                [life with { Offer = Offered.Nothing }],
                [paid with { Offer = Offered.Nothing }],
            ],
            Trigger.ChangeTimeout when life.Offer == Offered.Open => One(life with { Offer = Offered.Nothing }),
            _ => AnyTime(life, on),
        };
    }

    private static IEnumerable<Life[]> Stock(Life life, Trigger on)
    {
        var lapsed = life with { Offer = Offered.Nothing };
        return on switch
        {
            // What arrives while a step runs is kept.
            Trigger.ChangeRequest or Trigger.ChangeConfirmed or Trigger.ChangeTimeout when !life.Held => One(life),
            Trigger.StockReserved when !life.Held => One(Ready(life)),
            Trigger.StockReserved when life.Status == OrderStatus.CheckingStock && IsReady(life) => One(Ready(life)),
            Trigger.StockShort when !life.Held => One(life with { Held = true, Short = Shortage.Found }),
            Trigger.StockShort when life is { Short: Shortage.Found } => ByChoice(lapsed)
                .Append([life with { Status = OrderStatus.AwaitingStockDecision, Short = Shortage.Asked }]),
            Trigger.StockDecision when life.Short == Shortage.Asked =>
            [
                [life],
                [lapsed with { Status = OrderStatus.CheckingStock, Short = Shortage.Found }],
            ],
            Trigger.StockDecision when life.Short is Shortage.Waits => ByChoice(lapsed).Append([life]),
            Trigger.StockDecision when life.Short is Shortage.Found => One(life),
            Trigger.StockTimeout when life.Short == Shortage.Asked => One(Stopped(life)),

            // What is missing is written off: all of the order, or a part where parts are agreed to.
            Trigger.RestockTimeout when life.Short == Shortage.Waits =>
            [
                [Stopped(life)],
                [Ready(lapsed with { Short = Shortage.None })],
            ],
            Trigger.StockArrived when life.Short is Shortage.Asked or Shortage.Waits or Shortage.Parts =>
            [
                [life],
                [ReadyIfSo(life with { Short = Shortage.None })],
            ],
            Trigger.CancelRequest => One(Stopped(life)),
            Trigger.ChangeRequest when life.Offer != Offered.Confirmed =>
            [
                [life],
                [life with { Offer = Offered.Open }],
                [ReadyIfSo(lapsed)],
                [ReadyIfSo(lapsed with { Short = Shortage.None })],
            ],
            Trigger.ChangeConfirmed when life.Offer == Offered.Open =>
            [
                [life with { Offer = Offered.Confirmed }],
                [lapsed],
                [ReadyIfSo(lapsed with { Short = Shortage.None })],
            ],
            Trigger.ChangeConfirmed or Trigger.ChangeTimeout or Trigger.PaymentSucceeded when life.Offer == Offered.Confirmed =>
            [
                [life],
                [ReadyIfSo(lapsed)],
            ],
            Trigger.ChangeTimeout when life.Offer == Offered.Open => One(lapsed),
            _ => AnyTime(life, on),
        };
    }

    /// <summary>Refund, substitute, wait, split.</summary>
    private static IEnumerable<Life[]> ByChoice(Life life) =>
        [
            [Stopped(life)],
            [Ready(life with { Short = Shortage.None })],
            [life with { Status = OrderStatus.AwaitingPayment, Short = Shortage.None }],
            [life with { Status = OrderStatus.AwaitingPayment, Short = Shortage.Waits }],
            [life with { Short = Shortage.Waits }],
            [Ready(life with { Short = Shortage.Parts })],
        ];

    private static bool IsReady(Life life) => life is { Held: true, Short: Shortage.None or Shortage.Parts, Offer: not Offered.Confirmed };

    private static Life ReadyIfSo(Life life) => IsReady(life) ? Ready(life) : life;

    private static Life Ready(Life life) =>
        life with
        {
            Status = OrderStatus.Preparing,
            Held = true,
            Offer = Offered.Nothing,
            Backorder = life.Short == Shortage.Parts,
            Short = Shortage.None,
        };

    private static IEnumerable<Life[]> Cancelling(Life life, Trigger on) =>
        on switch
        {
            Trigger.Settled when life.Case is OpenCase.None or OpenCase.Request =>
            [
                [Ended(life, OrderStatus.Cancelled)],
                [Ended(life, OrderStatus.Refunded)],
                [Ended(life, OrderStatus.Failed)],
            ],
            Trigger.Settled when life.Left => One(Ended(life, OrderStatus.Failed)),
            Trigger.RefundOverdue => One(life with { Ending = true }),
            Trigger.StepFailed => One(life),
            Trigger.ServiceRequest => [],

            // An order that failed after something had left follows it to its end.
            Trigger.ParcelInspected when life.Left => One(life),
            _ when on.IsScan() => One(life),
            _ => OfCases(life, on) ?? AnyTime(life, on),
        };

    private static IEnumerable<Life[]> AnyTime(Life life, Trigger on) =>
        on switch
        {
            Trigger.StockArrived when life.Status == OrderStatus.InReview => [],
            Trigger.RefundDecision or Trigger.HoldDecision or Trigger.StockArrived or Trigger.Nudge => One(life),
            Trigger.ServiceRequest when !life.Ending => life.Case == OpenCase.None ? One(life with { Case = OpenCase.Request }) : One(life),
            Trigger.ServiceReply when life.Case == OpenCase.Request => One(life with { Case = OpenCase.None }),
            Trigger.AnswerOverdue when life.Case is OpenCase.Request or OpenCase.Claim => One(life),
            _ when IsMoney(on) => One(life),
            _ => [],
        };

    private static Life Stopped(Life life) =>
        life with
        {
            Status = OrderStatus.Cancelling,
            Offer = Offered.Nothing,
            Short = Shortage.None,
            ManualReview = false,
            Backorder = false,
        };

    private static Life Ended(Life life, OrderStatus end) =>
        new(end, life.Digital) { Parcels = [.. life.Parcels.Where(parcel => !parcel.UnderWay)] };

    private static bool IsMoney(Trigger on) =>
        on
            is Trigger.PaymentSucceeded
                or Trigger.PaymentPending
                or Trigger.PaymentFailed
                or Trigger.RefundConfirmed
                or Trigger.RefundReturned
                or Trigger.PaymentDisputed
                or Trigger.DisputeWon
                or Trigger.DisputeLost;

    private static Life[][] One(params Life[] way) => [way];
}
