namespace Orders.Functions.Domain.Status;

/// <summary>What happens next to an order. In JSON: snake_case (<c>stock_decision</c>).</summary>
public enum NextStepKind
{
    /// <summary>The order is checked.</summary>
    Review,
    Payment,

    /// <summary>The customer confirms a change that has another price.</summary>
    ChangeConfirm,

    /// <summary>The goods are reserved.</summary>
    Stock,

    /// <summary>The customer chooses what becomes of goods that are out of stock.</summary>
    StockDecision,

    /// <summary>Goods that are out of stock come.</summary>
    StockArrival,

    /// <summary>The goods are packed, and a carrier is booked.</summary>
    HandOver,

    /// <summary>The carrier comes for a parcel.</summary>
    PickUp,
    Licences,
    Delivery,
    Customs,

    /// <summary>The customer collects a parcel at the carrier's.</summary>
    Collection,
    NewAttempt,

    /// <summary>The carrier says what is wrong with a parcel.</summary>
    Inquiry,

    /// <summary>A parcel that was not delivered comes back.</summary>
    WayBack,
    ClaimAnswer,
    RequestAnswer,

    /// <summary>The customer sends goods back.</summary>
    ReturnSending,
    ReturnArrival,
    ReturnInspection,

    /// <summary>The order is closed when its windows are over.</summary>
    Close,

    /// <summary>What was done for an order that is cancelled is compensated.</summary>
    Compensation,
    Refund,

    /// <summary>A person suspended the order, and lets it go on.</summary>
    OnHold,

    /// <summary>A person ended the order's orchestration, or it broke; people settle what is open.</summary>
    Stopped,
}

/// <summary>Whose turn a step is, and until when, unless the order's own data say otherwise.</summary>
public static class NextStepKinds
{
    public static Actor Who(this NextStepKind kind) =>
        kind switch
        {
            NextStepKind.Review or NextStepKind.Stock or NextStepKind.Licences or NextStepKind.Close or NextStepKind.Compensation =>
                Actor.System,
            NextStepKind.Payment
            or NextStepKind.ChangeConfirm
            or NextStepKind.StockDecision
            or NextStepKind.Collection
            or NextStepKind.NewAttempt
            or NextStepKind.ReturnSending => Actor.Customer,
            NextStepKind.StockArrival
            or NextStepKind.HandOver
            or NextStepKind.Inquiry
            or NextStepKind.ClaimAnswer
            or NextStepKind.RequestAnswer
            or NextStepKind.ReturnInspection
            or NextStepKind.OnHold
            or NextStepKind.Stopped => Actor.Shop,
            NextStepKind.PickUp or NextStepKind.Delivery or NextStepKind.Customs or NextStepKind.WayBack or NextStepKind.ReturnArrival =>
                Actor.Carrier,
            NextStepKind.Refund => Actor.Payment,
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of step."),
        };

    /// <summary>The order's deadline that ends the step; null if it has none of its own.</summary>
    public static OrderDeadline? Deadline(this NextStepKind kind) =>
        kind switch
        {
            NextStepKind.Review => OrderDeadline.Review,
            NextStepKind.Payment => OrderDeadline.Payment,
            NextStepKind.ChangeConfirm => OrderDeadline.Change,
            NextStepKind.StockDecision => OrderDeadline.StockDecision,
            NextStepKind.StockArrival => OrderDeadline.Restock,
            NextStepKind.Refund => OrderDeadline.Refund,
            _ => null,
        };
}
