namespace LocalRuntime.Functions.Hosting;

/// <summary>What the host is doing: whether it serves, and whether it would take new work.</summary>
internal sealed class HostState
{
    /// <summary>Another host owns the hub, or storage does not answer.</summary>
    public const string Standby = "standby";

    private const string Draining = "draining";

    private volatile string _reason = "starting";
    private volatile bool _serves;

    /// <summary>Whether the start went well.</summary>
    public bool HasStarted { get; set; }

    /// <summary>Whether HTTP functions are run.</summary>
    public bool Serves => _serves;

    /// <summary>Whether the host serves and will go on to.</summary>
    public bool IsReady => _reason.Length == 0;

    /// <summary>Why the host is not ready: <c>starting</c>, <see cref="Standby"/> or <c>draining</c>; empty when it is.</summary>
    public string Reason => _reason;

    public void Serve()
    {
        _serves = true;
        if (_reason != Draining)
            _reason = "";
    }

    public void Pause(string reason)
    {
        _serves = false;
        if (_reason != Draining)
            _reason = reason;
    }

    /// <summary>The host will stop: what runs, and what that calls, is still served.</summary>
    public void Drain() => _reason = Draining;
}
