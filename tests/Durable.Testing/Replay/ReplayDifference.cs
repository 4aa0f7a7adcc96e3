namespace Durable.Testing.Replay;

/// <summary>Where today's code does otherwise than a history.</summary>
/// <param name="Step">The number of the event in the history, from 1.</param>
/// <param name="What">What the history holds, and what the code does.</param>
/// <param name="Breaks">
/// True if an orchestration with this history fails under today's code; false if it goes on, and only gives other data to a call.
/// </param>
public sealed record ReplayDifference(string InstanceId, string Orchestration, string Version, int Step, string What, bool Breaks)
{
    public override string ToString() =>
        $"{Orchestration}{(Version.Length > 0 ? $" (version {Version})" : "")}, instance {InstanceId}, event {Step}: {What} {Advice}";

    private string Advice =>
        Breaks
            ? "Open instances with this history would fail. Keep this code for them and put the change under a new version "
                + "(docs/decisions/0009-versions-of-orchestrations.md); if no release has this version yet, record its histories anew."
            : "Open instances with this history go on. If the change is meant, and other data is harmless to the call, record the "
                + "histories of this version anew.";
}
