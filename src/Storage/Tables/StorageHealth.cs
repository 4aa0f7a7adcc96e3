namespace Orders.Functions.Storage.Tables;

/// <summary>What the app's latest calls say of the storage account: whether it answers.</summary>
public sealed class StorageHealth
{
    private volatile bool _isAway;

    /// <summary>Whether the last call that ended got no answer. The next one that does ends the outage.</summary>
    public bool IsAway => _isAway;

    public void Answered() => _isAway = false;

    public void Missed() => _isAway = true;
}
