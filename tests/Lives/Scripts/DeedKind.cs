namespace Lives.Scripts;

/// <summary>What people do about an order.</summary>
internal enum DeedKind
{
    // The customer pays
    Pay,
    PayBlindly,
    PayTwice,
    PayTooLittle,
    PayTooMuch,
    PayInOtherCurrency,
    PayInVain,
    SendCrypto,
    DisputePayment,
    ForgePayment,

    // The customer asks
    Look,
    Cancel,
    CancelLines,
    ChangeAddress,
    ChangeLines,
    ConfirmChange,
    DeclineChange,
    DecideStock,
    GiveRefundAddress,
    FileClaim,
    RequestReturn,
    SendReturn,
    AskQuestion,

    // Operations act
    Review,
    DecideClaim,
    ReceiveReturn,
    InspectParcel,
    Reply,
    VoidWaybill,
    SettleRefund,
    ReceiveStock,
    EraseCustomer,

    // The payment provider's temper
    RefuseRefunds,
    SettleRefundsLater,

    // Only in scripts that aim at a pair: events that do not belong in that status, or come out of order
    AnnouncePayment,
    ConfirmAnyRefund,

    /// <summary>The payment provider says that a refund came back: one of this order, or one that nobody knows.</summary>
    ReturnAnyRefund,
    Chargeback,
    ChargebackWon,
    ChargebackLost,
    ScanOutOfTurn,
    ConfirmOldChange,
    DecideAnyStock,
    DecideAnyRefund,
    DecideHold,
    VoidAnyWaybill,
    ClaimLost,
    ReturnOne,
    ScanReturn,
    InspectTwice,

    // Only in scripts that have oddities
    TellMoneyTwice,
    SendCoin,
    LoseCoin,
    ClaimTwiceAtOnce,
    ClaimAndReturnAtOnce,
    GrantClaims,
    GrantTooMuch,
}

/// <summary>What becomes of an order's parcels.</summary>
internal enum Journey
{
    Smooth,
    NeverPickedUp,
    Silent,
    LostForGood,
    LostAndFound,
    ScansDoubled,
    ScansReordered,
    ScansMissing,
    AttemptFailed,
    AtCustoms,
    AwaitingPickup,
    ReturnedToSender,
    Damaged,
    Contradictory,
    Refused,

    // Only in scripts that have oddities

    /// <summary>The carrier tells each scan under three ids.</summary>
    ScansTripled,

    /// <summary>The carrier notes older scans when later ones are known.</summary>
    ScansBackfilled,
}

/// <summary>By which clock the carrier stamps its scans of an order's parcels.</summary>
internal enum CarrierClock
{
    Right,

    /// <summary>Scans are dated days before the parcel was booked.</summary>
    DaysBehind,

    /// <summary>Only what it says of the delivery is.</summary>
    DeliveryDaysBehind,
    HourAhead,

    /// <summary>By the clock on the wall, as if that were UTC.</summary>
    LocalTime,

    /// <summary>By the clock on the wall, and without saying so.</summary>
    LocalTimeWithoutZone,
    YearBehind,
    YearAhead,

    /// <summary>The waybill's number was another parcel's before, whose delivery is still in the books.</summary>
    NumberUsedBefore,
}

/// <summary>How people and their addresses are written.</summary>
internal enum Spelling
{
    Plain,

    /// <summary>With characters that are not seen: of direction, of no width, hyphens of other kinds.</summary>
    Unseen,
    FullWidth,
    Decomposed,
    Supplementary,
    Longest,
    Arabic,
    Polish,

    /// <summary>What need not be there is there, and empty.</summary>
    Empty,

    /// <summary>With an extension behind the phone number.</summary>
    Extension,
}
