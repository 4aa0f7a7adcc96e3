using Simulation.Machine;

namespace Simulation.Campaigns;

/// <summary>Puts each known defect in, and sees after how many lives it is found.</summary>
internal static class DefectHunt
{
    public static int Run(Blueprint blueprint, Options options) => throw new NotSupportedException($"{blueprint} {options}");
}
