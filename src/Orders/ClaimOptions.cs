namespace Orders.Functions.Orders;

/// <summary>The settings <c>Orders:Claims:*</c>.</summary>
public sealed class ClaimOptions
{
    /// <summary>Where the settings are.</summary>
    public const string Section = "Orders:Claims";

    /// <summary>A claim whose lines cost no more is granted by rule and paid back at once; minor units of the order's currency, 0 for none.</summary>
    public long AutoApproveUpTo { get; set; }

    /// <summary>The limit for an order; null if no claim is granted by rule.</summary>
    public Money? LimitIn(string currency) => AutoApproveUpTo > 0 ? new Money(AutoApproveUpTo, currency) : null;

    /// <summary>Everything that is wrong, a sentence each, naming the setting.</summary>
    public IReadOnlyList<string> Validate() => AutoApproveUpTo is >= 0 and <= 1_000_000_00
        ? []
        : [$"The setting {Section}:{nameof(AutoApproveUpTo)} is {AutoApproveUpTo}: it should be from 0 (none) to 100000000, in minor units."];
}
