using Orders.Functions.Domain.Ordering;
using On = Orders.Functions.Domain.Status.Trigger;

namespace Orders.Functions.Domain.Status;

/// <summary>
/// The state transition table of orders: what an order waits for in each status, and what each thing that can happen does there. A pair
/// that is not here cannot happen. The journal writes no other step; what customers may do, what they are told comes next, the refusals of
/// the orchestration and what the watchdog expects are read off it; tests hold every recorded step to it, and explore it to its end.
/// </summary>
public static class Transitions
{
    /// <summary>Money is counted, or goes back, at any time; so are the words of banks and of those who pay by hand.</summary>
    private static readonly On[] _money =
    [
        On.PaymentSucceeded,
        On.PaymentPending,
        On.PaymentFailed,
        On.RefundConfirmed,
        On.RefundReturned,
        On.PaymentDisputed,
        On.DisputeWon,
        On.DisputeLost,
    ];

    private static readonly On[] _scans = [.. Enum.GetValues<On>().Where(Triggers.IsScan)];

    private static readonly OrderStatus[] _anywhere =
    [
        OrderStatus.Preparing,
        OrderStatus.Shipped,
        OrderStatus.InTransit,
        OrderStatus.OutForDelivery,
        OrderStatus.Delivered,
        OrderStatus.Cancelling,
    ];

    private static readonly On[] _onTheRoad = [On.ScanInTransit, On.ScanCustoms, On.ScanReturning, On.ScanReturned];

    private static readonly On[] _atTheDoor = [On.ScanOutForDelivery, On.ScanAttemptFailed, On.ScanAvailableForPickup];

    /// <summary>What happens to a return that was granted.</summary>
    private static readonly On[] _returns = [On.ReturnSent, On.ReturnScanned, On.ReturnReceived, On.ReturnLapsed];

    /// <summary>Before preparation: what can be agreed anew.</summary>
    private static readonly ReasonCode[] _againstChange = [ReasonCode.ChangeAwaitsPayment];
    private static readonly ReasonCode[] _againstChoice = [ReasonCode.NoStockQuestion, ReasonCode.ChangeAwaitsPayment];
    private static readonly ReasonCode[] _againstClaim =
    [
        ReasonCode.ClaimDigital,
        ReasonCode.ClaimNotDelivered,
        ReasonCode.ClaimNotShipped,
        ReasonCode.ClaimBeforePromise,
        ReasonCode.ClaimInOpenCase,
        ReasonCode.ClaimOpen,
        ReasonCode.ClaimSettled,
        ReasonCode.ClaimWindowOver,
        ReasonCode.Finished,
    ];
    private static readonly ReasonCode[] _againstReturn =
    [
        ReasonCode.ReturnNotDelivered,
        ReasonCode.ReturnNothingLeft,
        ReasonCode.ReturnInOpenCase,
        ReasonCode.ReturnWindowOver,
        ReasonCode.Finished,
    ];

    private static readonly StatusRow[] _rows =
    [
        // Stored, and its orchestration has not begun: what is raised is kept.
        In(
            OrderStatus.Placed,
            StatusWait.ForTheApp(NextStepKind.Review),
            [
                Moves(On.Begun, OrderStatus.InReview),
                Stays(On.CancelRequest).Unless(ReasonCode.OrderChangedMeanwhile),
                Stays([On.ChangeRequest, On.ServiceRequest, On.Nudge, .. _money]),
                Stays(On.RefundDecision).Unless(ReasonCode.NoSuchRefund),
                Stays(On.HoldDecision).Unless(ReasonCode.NotHeld),
                Refuses(ReasonCode.NotInReview, On.ReviewDecision),
                Refuses(ReasonCode.NoOffer, On.ChangeConfirmed),
                .. NothingShipped(),
            ]
        ),
        In(
            OrderStatus.InReview,
            StatusWait.UntilFirst(NextStepKind.Review, OrderDeadline.Review),
            [
                // What is out of stock is asked about before money is asked for.
                Moves(On.ReviewPassed, OrderStatus.AwaitingPayment, OrderStatus.AwaitingStockDecision, OrderStatus.Cancelling),
                Moves(On.ReviewRefused, OrderStatus.Cancelling),
                Stays(On.ManualReviewNeeded),
                Moves(On.ReviewDecision, OrderStatus.AwaitingPayment, OrderStatus.AwaitingStockDecision, OrderStatus.Cancelling)
                    .Unless(ReasonCode.NotInReview),
                Stays(On.ReviewOverdue),
                Moves(On.ReviewTimeout, OrderStatus.Cancelling),
                Moves(On.CancelRequest, OrderStatus.Cancelling).Unless(ReasonCode.OrderChangedMeanwhile),
                Stays(On.ChangeRequest, On.ChangeConfirmed, On.ChangeTimeout),
                .. NothingShipped(),
                .. AnyTime(),
            ]
        ),
        // Also for what a substitute costs more, once the goods are reserved.
        In(
            OrderStatus.AwaitingPayment,
            StatusWait.UntilFirst(NextStepKind.Payment, OrderDeadline.Payment, OrderDeadline.Change, OrderDeadline.Restock),
            [
                Moves(On.PaymentSucceeded, OrderStatus.AwaitingPayment, OrderStatus.CheckingStock),
                Stays(On.PaymentReminderDue),
                Moves(On.PaymentTimeout, OrderStatus.Cancelling, OrderStatus.CheckingStock),
                Moves(On.CancelRequest, OrderStatus.Cancelling).Unless(ReasonCode.OrderChangedMeanwhile),
                Moves(On.ChangeRequest, OrderStatus.AwaitingPayment, OrderStatus.CheckingStock).Unless(_againstChange),
                Moves(On.ChangeConfirmed, OrderStatus.AwaitingPayment, OrderStatus.CheckingStock),
                Stays(On.ChangeTimeout, On.StockArrived),
                Refuses(ReasonCode.NotInReview, On.ReviewDecision),
                .. NothingShipped(),
                .. AnyTime(),
            ]
        ),
        // Also while goods are waited for, and while a change that was confirmed waits for its payment.
        In(
            OrderStatus.CheckingStock,
            StatusWait.UntilFirst(NextStepKind.Stock, OrderDeadline.Change, OrderDeadline.Restock),
            [
                Moves(On.StockReserved, OrderStatus.Preparing),
                Moves(
                    On.StockShort,
                    OrderStatus.CheckingStock,
                    OrderStatus.AwaitingStockDecision,
                    OrderStatus.AwaitingPayment,
                    OrderStatus.Preparing,
                    OrderStatus.Cancelling
                ),
                Moves(
                        On.StockDecision,
                        OrderStatus.CheckingStock,
                        OrderStatus.AwaitingPayment,
                        OrderStatus.Preparing,
                        OrderStatus.Cancelling
                    )
                    .Unless(_againstChoice),
                Moves(On.RestockTimeout, OrderStatus.Preparing, OrderStatus.Cancelling),
                .. BeforePreparation(OrderStatus.CheckingStock),
            ]
        ),
        // Before the payment, and after it.
        In(
            OrderStatus.AwaitingStockDecision,
            StatusWait.UntilFirst(NextStepKind.StockDecision, OrderDeadline.StockDecision, OrderDeadline.Change, OrderDeadline.Restock),
            [
                Moves(
                        On.StockDecision,
                        OrderStatus.AwaitingStockDecision,
                        OrderStatus.AwaitingPayment,
                        OrderStatus.CheckingStock,
                        OrderStatus.Cancelling
                    )
                    .Unless(_againstChoice),
                Moves(On.StockTimeout, OrderStatus.AwaitingPayment, OrderStatus.Cancelling),
                .. BeforePreparation(OrderStatus.AwaitingStockDecision, OrderStatus.AwaitingPayment),
            ]
        ),
        // In the warehouse; with licences of which some are still to come; and when all that had left came back and goes out again.
        In(
            OrderStatus.Preparing,
            StatusWait.UntilFirst(NextStepKind.HandOver, OrderDeadline.Restock),
            [
                Moves(On.LicencesDelivered, OrderStatus.Preparing, OrderStatus.Delivered),
                Moves(On.CancelRequest, OrderStatus.Preparing, OrderStatus.Delivered, OrderStatus.Cancelling).Unless(ReasonCode.HandedOver),
                Refuses(ReasonCode.PreparationStarted, On.ChangeRequest),
                Moves([On.StockArrived, On.StockDecision, On.RestockTimeout], OrderStatus.Preparing, OrderStatus.Delivered)
                    .Unless(_againstChoice),
                Moves(
                    [On.CarrierRefused, On.PickUpTimeout, On.VoidWaybill],
                    OrderStatus.Preparing,
                    OrderStatus.Shipped,
                    OrderStatus.Delivered,
                    OrderStatus.Cancelling
                ),
                Stays(On.HandOverOverdue, On.ScanLabelCreated),
                Moves(On.ScanPickedUp, OrderStatus.Shipped),
                Moves(_onTheRoad, OrderStatus.Shipped, OrderStatus.InTransit),
                Moves(_atTheDoor, OrderStatus.Shipped, OrderStatus.OutForDelivery),
                Moves(On.ScanDelivered, OrderStatus.Shipped, OrderStatus.Delivered),
                Moves(On.ScanException, OrderStatus.Preparing, OrderStatus.Shipped, OrderStatus.InTransit, OrderStatus.Cancelling),
                Refuses(ReasonCode.ClaimNotDelivered, On.ClaimFiled),
                Refuses(ReasonCode.ReturnNotDelivered, On.ReturnRequested),
                .. AfterReservation(),
            ]
        ),
        // From here on the order is as far as the parcel that is furthest behind (OrderStatuses); shipped too while a part is still to
        // come.
        In(
            OrderStatus.Shipped,
            StatusWait.ForScans(NextStepKind.Delivery),
            [
                Stays(On.HandOverOverdue, On.ScanLabelCreated, On.ScanPickedUp, On.ParcelSilent, On.InspectionOverdue),
                Moves(_onTheRoad, OrderStatus.Shipped, OrderStatus.InTransit),
                Moves(_atTheDoor, OrderStatus.Shipped, OrderStatus.InTransit, OrderStatus.OutForDelivery),
                Moves(On.ScanDelivered, OrderStatus.Shipped, OrderStatus.InTransit, OrderStatus.OutForDelivery, OrderStatus.Delivered),
                Moves([On.ScanException, On.ParcelPresumedLost], _anywhere),
                Moves(
                    [On.CarrierRefused, On.PickUpTimeout, On.VoidWaybill],
                    OrderStatus.Shipped,
                    OrderStatus.InTransit,
                    OrderStatus.OutForDelivery,
                    OrderStatus.Delivered,
                    OrderStatus.Cancelling
                ),
                Moves(On.ParcelInspected, OrderStatus.Preparing, OrderStatus.Shipped, OrderStatus.Cancelling),
                Moves(On.StockArrived, OrderStatus.Preparing, OrderStatus.Shipped),
                Moves(
                        [On.StockDecision, On.RestockTimeout],
                        OrderStatus.Preparing,
                        OrderStatus.Shipped,
                        OrderStatus.InTransit,
                        OrderStatus.OutForDelivery,
                        OrderStatus.Delivered
                    )
                    .Unless(_againstChoice),
                Moves(On.Settled, OrderStatus.Refunded),
                .. HandedOver(),
            ]
        ),
        In(
            OrderStatus.InTransit,
            StatusWait.ForScans(NextStepKind.Delivery),
            [
                Stays(
                    On.HandOverOverdue,
                    On.ScanLabelCreated,
                    On.CarrierRefused,
                    On.PickUpTimeout,
                    On.VoidWaybill,
                    On.ParcelSilent,
                    On.InspectionOverdue
                ),
                Moves([On.ScanPickedUp, .. _onTheRoad], OrderStatus.Shipped, OrderStatus.InTransit),
                Moves(_atTheDoor, OrderStatus.Shipped, OrderStatus.InTransit, OrderStatus.OutForDelivery),
                Moves(On.ScanDelivered, OrderStatus.Shipped, OrderStatus.InTransit, OrderStatus.OutForDelivery, OrderStatus.Delivered),
                Moves(On.ScanException, _anywhere),
                Moves(
                    [On.ParcelPresumedLost, On.ParcelInspected],
                    OrderStatus.Preparing,
                    OrderStatus.InTransit,
                    OrderStatus.OutForDelivery,
                    OrderStatus.Delivered,
                    OrderStatus.Cancelling
                ),
                .. HandedOver(),
            ]
        ),
        In(
            OrderStatus.OutForDelivery,
            StatusWait.ForScans(NextStepKind.Delivery),
            [
                Stays(On.HandOverOverdue, On.ScanLabelCreated, On.CarrierRefused, On.PickUpTimeout, On.VoidWaybill, On.ParcelSilent),
                Moves([On.ScanPickedUp, .. _atTheDoor], OrderStatus.Shipped, OrderStatus.OutForDelivery),
                Moves([On.ScanInTransit, On.ScanCustoms], OrderStatus.Shipped, OrderStatus.InTransit, OrderStatus.OutForDelivery),
                Moves([On.ScanReturning, On.ScanReturned], OrderStatus.Shipped, OrderStatus.InTransit),
                Moves(On.ScanDelivered, OrderStatus.Shipped, OrderStatus.OutForDelivery, OrderStatus.Delivered),
                Moves(On.ScanException, _anywhere),
                Moves(
                    On.ParcelPresumedLost,
                    OrderStatus.Preparing,
                    OrderStatus.OutForDelivery,
                    OrderStatus.Delivered,
                    OrderStatus.Cancelling
                ),
                .. HandedOver(),
            ]
        ),
        // A parcel that moves now carries what is sent again, or goes back to the customer.
        In(
            OrderStatus.Delivered,
            StatusWait.UntilLast(NextStepKind.Close, OrderDeadline.Claim, OrderDeadline.Return, OrderDeadline.Refund),
            [
                Moves(On.WindowsOver, OrderStatus.Delivered, OrderStatus.Closed, OrderStatus.Refunded),
                Moves(On.Settled, OrderStatus.Closed, OrderStatus.Refunded),
                Stays(
                    On.RefundOverdue,
                    On.HandOverOverdue,
                    On.ScanLabelCreated,
                    On.CarrierRefused,
                    On.PickUpTimeout,
                    On.VoidWaybill,
                    On.ScanDelivered
                ),
                Moves(On.ScanPickedUp, OrderStatus.Shipped),
                Moves(_onTheRoad, OrderStatus.InTransit),
                Moves(_atTheDoor, OrderStatus.OutForDelivery),
                Moves(On.ScanException, OrderStatus.InTransit, OrderStatus.Delivered),
                Refuses(ReasonCode.Delivered, On.CancelRequest, On.ChangeRequest),
                Stays(_returns),
                .. AfterReservation(),
            ]
        ),
        // Nothing more will come: what was done is compensated, open cases are answered, and the money is waited for.
        In(
            OrderStatus.Cancelling,
            StatusWait.UntilFirst(NextStepKind.Compensation, OrderDeadline.Refund),
            [
                Moves(On.Settled, OrderStatus.Cancelled, OrderStatus.Refunded, OrderStatus.Failed),
                Stays([On.RefundOverdue, On.StockArrived, On.ClaimDecision, On.ParcelInspected, .. _scans, .. _returns]),
                Refuses(
                    ReasonCode.CancelInProgress,
                    On.CancelRequest,
                    On.ChangeRequest,
                    On.ChangeConfirmed,
                    On.StockDecision,
                    On.ClaimFiled,
                    On.ReturnRequested
                ),
                // One that was asked before is taken up.
                Refuses(ReasonCode.CancelInProgress, On.ServiceRequest),
                Refuses(ReasonCode.NotInReview, On.ReviewDecision),
                .. AnyTime(),
            ]
        ),
        In(OrderStatus.Closed, StatusWait.Over, [Stays(On.ReturnScanned), .. Over()]),
        // A question is answered even if its order was cancelled meanwhile.
        In(OrderStatus.Cancelled, StatusWait.Over, [Stays(On.ServiceReply, On.AnswerOverdue), .. Over()]),
        In(OrderStatus.Refunded, StatusWait.Over, [Stays(On.ReturnScanned), .. Over()]),
        // What had left or was open when it failed came to its end before; what is said of a claim or return afterwards changes nothing.
        In(OrderStatus.Failed, StatusWait.Over, [Stays([On.ClaimDecision, .. _returns.Except([On.ReturnReceived])]), .. Over()]),
    ];

    public static IReadOnlyList<Transition> All { get; } = [.. _rows.SelectMany(row => row.Transitions)];

    private static readonly Dictionary<(OrderStatus, On), Transition> _byPair = All.ToDictionary(transition =>
        (transition.From, transition.On)
    );

    private static readonly Dictionary<OrderStatus, StatusWait> _waits = _rows.ToDictionary(row => row.Status, row => row.Wait);

    /// <summary>What an order in a status waits for, if nothing is wrong.</summary>
    public static StatusWait WaitOf(OrderStatus status) => _waits[status];

    /// <summary>What something does in a status; one that leads nowhere if it cannot happen there.</summary>
    public static Transition Of(OrderStatus status, On trigger) =>
        _byPair.GetValueOrDefault((status, trigger)) ?? new Transition(status, trigger, []);

    /// <summary>
    /// The reason code against something in a status; null if it is not refused there, whatever else may stand against it.
    /// </summary>
    public static ReasonCode? Against(OrderStatus status, On trigger) => Of(status, trigger).Refused;

    /// <summary>True if an order in one status can be in the other with its next step.</summary>
    public static bool Allows(OrderStatus from, OrderStatus to) =>
        from == to || All.Any(transition => transition.From == from && transition.To.Contains(to));

    // What several statuses have in common

    private static IEnumerable<Rule> AnyTime() =>
        [
            Stays(_money),
            Stays(On.RefundDecision).Unless(ReasonCode.NoSuchRefund),
            Stays(On.HoldDecision).Unless(ReasonCode.NotHeld),
            Stays(On.Nudge),
            Stays(On.ServiceRequest).Unless(ReasonCode.Finished),
            Stays(On.ServiceReply, On.AnswerOverdue),
            Moves(On.StepFailed, OrderStatus.Cancelling),
        ];

    private static IEnumerable<Rule> NothingShipped() =>
        [
            Refuses(ReasonCode.NoStockQuestion, On.StockDecision),
            Refuses(ReasonCode.ClaimNotDelivered, On.ClaimFiled),
            Refuses(ReasonCode.ReturnNotDelivered, On.ReturnRequested),
        ];

    private static IEnumerable<Rule> BeforePreparation(OrderStatus status, params OrderStatus[] changed) =>
        [
            Moves([On.ChangeConfirmed], [status, OrderStatus.Preparing, .. changed]),
            Moves([On.PaymentSucceeded, On.StockArrived, On.ChangeTimeout], status, OrderStatus.Preparing),
            Moves(On.ChangeRequest, [status, OrderStatus.Preparing, .. changed]).Unless(_againstChange),
            Moves(On.CancelRequest, OrderStatus.Cancelling).Unless(ReasonCode.OrderChangedMeanwhile),
            Refuses(ReasonCode.NotInReview, On.ReviewDecision),
            .. NothingShipped(),
            .. AnyTime(),
        ];

    private static IEnumerable<Rule> HandedOver() =>
        [
            // The carrier is asked all the same, and what has not left does not leave.
            Moves(On.CancelRequest, _anywhere).Refused(ReasonCode.HandedOver),
            Refuses(ReasonCode.HandedOver, On.ChangeRequest),
            Stays(_returns),
            .. AfterReservation(),
        ];

    private static IEnumerable<Rule> AfterReservation() =>
        [
            Stays(On.ClaimFiled).Unless(_againstClaim),
            Stays(On.ReturnRequested).Unless(_againstReturn),
            Refuses(ReasonCode.NoStockQuestion, On.StockDecision),
            Refuses(ReasonCode.NotInReview, On.ReviewDecision),
            Refuses(ReasonCode.NoOffer, On.ChangeConfirmed),
            Stays(On.ClaimDecision, On.StockArrived),
            .. AnyTime(),
        ];

    /// <summary>After the end nothing moves; money that comes goes back, scans are stored.</summary>
    private static Rule[] Over() =>
        [
            Stays([.. _money, .. _scans]),
            Stays(On.RefundDecision).Unless(ReasonCode.NoSuchRefund),
            Stays(On.HoldDecision).Unless(ReasonCode.NotHeld),
            Refuses(
                ReasonCode.Finished,
                On.CancelRequest,
                On.ChangeRequest,
                On.ChangeConfirmed,
                On.StockDecision,
                On.ClaimFiled,
                On.ReturnRequested,
                On.ServiceRequest
            ),
            Refuses(ReasonCode.NotInReview, On.ReviewDecision),
        ];

    // The words of the table

    /// <summary>Of several rules for the same, the first counts: what is particular stands before what is common.</summary>
    private static StatusRow In(OrderStatus status, StatusWait wait, IEnumerable<Rule> rules) =>
        new(
            status,
            wait,
            [
                .. from rule in rules
                from trigger in rule.Triggers.Distinct()
                group rule by trigger into rows
                let first = rows.First()
                select new Transition(status, rows.Key, first.To.Count == 0 ? [status] : first.To, first.Reason) { Unless = first.Reasons },
            ]
        );

    private static Rule Moves(On trigger, params OrderStatus[] to) => new([trigger], to);

    private static Rule Moves(IEnumerable<On> triggers, params OrderStatus[] to) => new([.. triggers], to);

    private static Rule Stays(params On[] triggers) => new(triggers, []);

    private static Rule Refuses(ReasonCode reason, params On[] triggers) => new(triggers, [], reason);

    private sealed record StatusRow(OrderStatus Status, StatusWait Wait, IReadOnlyList<Transition> Transitions);

    private sealed record Rule(IReadOnlyList<On> Triggers, IReadOnlyList<OrderStatus> To, ReasonCode? Reason = null)
    {
        public IReadOnlyList<ReasonCode> Reasons { get; init; } = [];

        public Rule Refused(ReasonCode reason) => this with { Reason = reason };

        public Rule Unless(params ReasonCode[] reasons) => this with { Reasons = reasons };
    }
}
