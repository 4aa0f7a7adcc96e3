using Lives.Campaigns;
using Lives.Machine;
using Lives.Scripts;

namespace Lives.Tests;

/// <summary>Plays scripts in tests, and says of one that breaks a promise all that it takes to repeat it.</summary>
internal static class Simulated
{
    public static Blueprint App { get; } = new();

    public static void Holds(Script script)
    {
        var trial = Trial.Of(App, script);
        if (!trial.Held)
            Assert.Fail(Report(trial));
    }

    /// <summary>What was broken, the shortest script that breaks it, and how it went.</summary>
    public static string Report(Trial trial)
    {
        var shortest = new Shrinker(script =>
            Trial.Of(App, script) is { Held: false } broken ? broken.Violations[0].Invariant : null
        ).Shrink(trial.Script);
        var again = Trial.Of(App, shortest);
        return $"""
            Seed {trial.Script.Seed} breaks a promise:
            {string.Join('\n', trial.Violations)}
            The shortest script that does (dotnet run -c Release --project tests/Lives -- --script FILE plays it):
            {shortest}
            {string.Join('\n', again.Violations)}
            {string.Join('\n', again.Life.Journal)}
            """;
    }
}
