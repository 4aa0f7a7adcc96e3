using Orders.Functions.Domain.Status;

namespace Lives.Scripts.Aiming;

/// <summary>
/// Two of five scripts aim: each takes one pair of the state transition table (something that happens in a status), brings its first order
/// into that status, and has it happen; what follows is the order's affair. Neighbouring seeds take different pairs, and in as many seeds
/// as there are pairs each has its turn.
/// </summary>
internal static class AimingWriter
{
    private const int Salt = 0x5EED;

    // Has no divisor in common with the number of pairs: each gets its turn.
    private const int Stride = 7919;

    private static readonly Aim[] _aims =
    [
        .. Transitions.All.Where(row => !row.On.IsOutcome() && !row.On.IsTimeout()).Select(row => new Aim(row.From, row.On)),
    ];

    public static bool IsAimed(int seed) => (uint)seed % 5 is 1 or 3;

    public static Script Aim(Script script)
    {
        var turn = ((uint)script.Seed / 5 * 2L) + ((uint)script.Seed % 5 == 1 ? 0 : 1);
        var draft = new Draft(script, _aims[turn * Stride % _aims.Length], new Random(script.Seed ^ Salt));
        Roads.Lead(draft);
        Happenings.Arrange(draft);
        return draft.ToScript();
    }
}
