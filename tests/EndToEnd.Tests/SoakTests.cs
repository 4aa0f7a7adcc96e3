using Soak;

namespace EndToEnd.Tests;

/// <summary>The soak run in short; in long it is <c>dotnet run -c Release --project tests/Soak</c>.</summary>
public sealed class SoakTests(ITestOutputHelper output)
{
    [Fact]
    public async Task App_that_is_killed_five_times_and_whose_storage_hangs_loses_and_doubles_nothing()
    {
        var report = await SoakRun.RunAsync(new SoakOptions
        {
            Kills = 5,
            StandbyEvery = 4,
            Stalls = [TimeSpan.FromSeconds(3)],
            Callers = 50,
            AtOnce = 6,

            // Other tests run beside it.
            Soon = TimeSpan.FromSeconds(30),
            LongestLife = TimeSpan.FromSeconds(1),
            Scripts = ["cancel", "changed", "digital", "paid twice", "plain", "short paid"],

            // The harness's own windows are short enough.
            Settings = new Dictionary<string, string>(StringComparer.Ordinal),
            Say = output.WriteLine,
        });

        output.WriteLine(report.Table());
        Assert.Empty(report.Violations);
        Assert.Equal((5, 1, 1), (report.Deaths.Count, report.Deaths.Count(death => death.Standby), report.Stalls.Count));
        Assert.NotEmpty(report.Lives);
        Assert.All(report.Lives, life => Assert.True(life.Last?.IsFinal));
    }
}
