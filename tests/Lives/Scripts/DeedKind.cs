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
}
