using Orders.Functions.Domain.Ordering;

namespace Simulation.People;

/// <summary>What everybody knows of the shop's goods.</summary>
internal static class Goods
{
    /// <summary>The one that comes by mail.</summary>
    public const string Licence = "SW-VAULT";

    public static readonly string[] All = ["AC-CABLE", "AC-CASE", "AC-POWER", "AC-STEEL", "HW-LITE", "HW-PRO", Licence];
}
