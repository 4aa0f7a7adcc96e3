namespace Orders.Functions.Domain.Status;

/// <summary>What an order waits for until a time. In JSON: snake_case (<c>stock_decision</c>).</summary>
public enum OrderDeadline
{
    /// <summary>The end of the payment window.</summary>
    Payment,

    /// <summary>A person decides on the order.</summary>
    Review,

    /// <summary>The customer chooses what becomes of goods that are out of stock.</summary>
    StockDecision,

    /// <summary>Goods that are out of stock come.</summary>
    Restock,

    /// <summary>The customer confirms a change, or pays for it.</summary>
    Change,

    /// <summary>Money on its way back arrives.</summary>
    Refund,

    /// <summary>The end of the claim window.</summary>
    Claim,

    /// <summary>The end of the return window.</summary>
    Return,
}
