using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Orchestrations.Orders;

/// <summary>How far an order is when something comes that it does not wait for.</summary>
internal enum Stage
{
    /// <summary>Nothing is with the carrier: it can be changed, and stop as a whole.</summary>
    InTheShop,

    /// <summary>It may have left.</summary>
    OnItsWay,

    Delivered,

    /// <summary>Its end is being written down.</summary>
    AtItsEnd,
}

internal static class Stages
{
    /// <summary>The reason code against what has no place at this stage.</summary>
    public static ReasonCode Refusal(this Stage stage) =>
        stage switch
        {
            Stage.InTheShop => ReasonCode.TooEarly,
            Stage.OnItsWay => ReasonCode.HandedOver,
            Stage.Delivered => ReasonCode.Delivered,
            _ => ReasonCode.Finished,
        };
}
