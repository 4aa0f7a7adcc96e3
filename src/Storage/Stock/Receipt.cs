namespace Orders.Functions.Storage.Stock;

/// <summary>What became of a delivery that came into the warehouse.</summary>
public enum Receipt
{
    New,

    /// <summary>The same was received before: nothing changed.</summary>
    KnownBefore,

    /// <summary>Its id was used for another number of units: nothing changed.</summary>
    OfAnotherQuantity,
}
