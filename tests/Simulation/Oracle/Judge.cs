using Simulation.Lives;

namespace Simulation.Oracle;

/// <summary>Says which promises a life broke.</summary>
internal static class Judge
{
    public static IReadOnlyList<Violation> Of(Life life) => [];
}
