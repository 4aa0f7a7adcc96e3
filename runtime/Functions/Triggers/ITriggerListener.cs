namespace LocalRuntime.Functions.Triggers;

/// <summary>Watches for one function's trigger while this host owns the hub.</summary>
internal interface ITriggerListener
{
    /// <summary>Runs the function whenever its trigger fires; returns when it was stopped and the last run has ended.</summary>
    /// <param name="stopping">Take nothing more.</param>
    /// <param name="abort">Reaches the running functions: end now.</param>
    Task RunAsync(CancellationToken stopping, CancellationToken abort);
}
