using Lives.Defects;
using Lives.Machine;
using Lives.Oracle;
using Lives.Scripts;

namespace Lives.Campaigns;

/// <summary>One script, played and judged.</summary>
internal sealed record Trial(Script Script, Life Life, IReadOnlyList<Violation> Violations)
{
    public bool Held => Violations.Count == 0;

    /// <summary>
    /// On one line: the seed, what each order went through, how much happened, the broken promises, and the trace of all that was written.
    /// </summary>
    public string End =>
        $"{Script.Seed}: {string.Join("; ", Life.Orders.OrderBy(order => order.Key).Select(order => string.Join('>', order.Value.Road)))}. "
        + $"{Life.World.Calls} calls, {Life.World.Moves} moves, {Life.World.Crashes} crashes; "
        + $"broken: {string.Join(", ", Violations.Select(violation => violation.Invariant))}; trace {Life.Trace:x16}";

    public static Trial Of(Blueprint blueprint, Script script, Defect? defect = null)
    {
        var life = new Life(blueprint, script, defect);
        var judge = Judge.Over(life);
        try
        {
            life.Play();
        }
        catch (Exception e)
        {
            // The simulation could go no further: that is a finding, too.
            return new Trial(script, life, [new Violation("SimulationGoesOn", "", e.ToString()), .. judge.Violations]);
        }

        return new Trial(script, life, judge.Conclude());
    }
}
