using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.Shipping;

/// <summary>The reasons in carriers' scans that mean something to us; carriers write others too. In their scans: snake_case.</summary>
public enum ScanReason
{
    /// <summary>It cannot be found.</summary>
    Address,

    Damaged,

    /// <summary>The carrier keeps the parcel for now.</summary>
    Held,

    Lost,
    NotCollected,

    /// <summary>The recipient does not accept it.</summary>
    Refused,

    Unclaimed,

    /// <summary>Nobody is there.</summary>
    Unreachable,
}

public static class ScanReasons
{
    /// <summary>Null for none, and for a reason that means nothing to us.</summary>
    public static ScanReason? MeaningOf(this Scan scan) => OrderJson.TryParse<ScanReason>(scan.Reason, out var reason) ? reason : null;
}
