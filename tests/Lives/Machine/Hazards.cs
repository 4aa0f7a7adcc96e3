namespace Lives.Machine;

/// <summary>
/// What the engine does now and then. Each waits for the next place in the code where it can happen; that place asks whether it does.
/// </summary>
/// <param name="struck">Hears of each that happens.</param>
internal sealed class Hazards(Action<FaultKind> struck)
{
    private readonly List<FaultKind> _waiting = [];

    /// <summary>Whether a fault is of this kind: it does not hit the call at which it stands in the script.</summary>
    public static bool Are(FaultKind kind) =>
        kind is FaultKind.EventTwice or FaultKind.StartLate or FaultKind.ResultLost or FaultKind.TimerEarly or FaultKind.EndTwice;

    public void Add(FaultKind kind) => _waiting.Add(kind);

    /// <summary>True if it was waited for; it happens once.</summary>
    public bool Strikes(FaultKind kind)
    {
        if (_waiting.Count == 0 || !_waiting.Remove(kind))
            return false;
        struck(kind);
        return true;
    }
}
