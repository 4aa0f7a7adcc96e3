namespace LocalRuntime.Functions.Hosting;

/// <summary>What the host is doing: whether it may serve, and why not.</summary>
internal sealed class HostState
{
    private volatile string _reason = "starting";

    /// <summary>Whether this host owns its hub and runs its triggers.</summary>
    public bool IsReady => _reason.Length == 0;

    /// <summary>Why the host does not serve: <c>starting</c>, <c>standby</c>, <c>storage</c> or <c>draining</c>; empty when it does.</summary>
    public string Reason => _reason;

    /// <summary>Whether the start went well.</summary>
    public bool HasStarted { get; set; }

    public void Serve() => _reason = "";

    public void Pause(string reason) => _reason = reason;
}
