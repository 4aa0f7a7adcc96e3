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
}
