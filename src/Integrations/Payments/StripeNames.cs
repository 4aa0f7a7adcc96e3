namespace Orders.Functions.Integrations.Payments;

/// <summary>The names under which Stripe keeps what is ours (metadata).</summary>
internal static class StripeNames
{
    /// <summary>The order's id.</summary>
    public const string Order = "order";

    /// <summary>The key of the attempt.</summary>
    public const string Attempt = "attempt";

    /// <summary>The key of the refund.</summary>
    public const string Refund = "refund";

    /// <summary>Which refund of its order it is: what follows the order's id and <c>:refund:</c> in its key.</summary>
    public static string? RefundKeyIn(IReadOnlyDictionary<string, string>? metadata) =>
        metadata?.GetValueOrDefault(Refund) is { } key
        && key.IndexOf(Infix, StringComparison.Ordinal) is var at and > 0
        && key[..at] == metadata.GetValueOrDefault(Order)
            ? key[(at + Infix.Length)..]
            : null;

    private const string Infix = ":refund:";
}
