namespace Orders.Functions.Storage;

/// <summary>What needs a person of operations.</summary>
public sealed class OpsAlerts
{
    /// <summary>Raises an alert; the same key again changes nothing.</summary>
    /// <param name="kind">For example <c>ledger_mismatch</c>, <c>hand_over_late</c>, <c>webhook_undelivered</c>.</param>
    /// <param name="text">English, for operations; never personal data.</param>
    public Task RaiseAsync(string key, string kind, string? orderId, string text, CancellationToken cancellation = default) => throw new NotSupportedException();

    /// <summary>The open alerts, oldest first.</summary>
    public Task<IReadOnlyList<OpsAlert>> OpenAsync(CancellationToken cancellation = default) => throw new NotSupportedException();
}

public sealed record OpsAlert(string Key, string Kind, string? OrderId, string Text, DateTimeOffset RaisedAt);
