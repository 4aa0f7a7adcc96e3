using Orders.Functions.Domain.Status;

namespace Lives.Scripts.Aiming;

/// <summary>
/// Of each five scripts two aim: each takes one pair of the table of life (something that happens in a status), leads its first order
/// there, and has it happen. What comes of it is the order's affair. Neighbouring seeds take different pairs, and as many as there are take
/// all of them in turn.
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
