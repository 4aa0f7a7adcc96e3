namespace LocalHost;

/// <summary>Whether the host takes work from outside, and why not.</summary>
internal sealed class HostState
{
    private volatile string? _reason = "The host starts.";
    private volatile bool _drains;

    /// <summary>Null when the host serves.</summary>
    public string? Reason => _reason;

    public void Serve()
    {
        if (!_drains)
            _reason = null;
    }

    public void Pause(string reason)
    {
        if (!_drains)
            _reason = reason;
    }

    /// <summary>For good: no new work is taken any more.</summary>
    public void Drain()
    {
        _drains = true;
        _reason = "The host stops.";
    }
}
