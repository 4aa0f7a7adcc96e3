using Soak;

namespace EndToEnd.Tests;

/// <summary>The soak run in short; in long it is <c>dotnet run -c Release --project tests/Soak</c>.</summary>
[Collection(nameof(Crowds))]
public sealed class SoakTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Three_kills_and_hanging_storage_lose_and_double_nothing()
    {
        var report = await SoakRun.RunAsync(
            new SoakOptions
            {
                Kills = 3,
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
            }
        );

        output.WriteLine(report.Table());
        Assert.Empty(report.Violations);
        Assert.Equal([1, 1, 1], report.Deaths.GroupBy(death => death.Kind).Select(kind => kind.Count()));
        Assert.Single(report.Stalls);
        Assert.NotEmpty(report.Lives);
        Assert.All(report.Lives, life => Assert.True(life.Last?.IsFinal));
    }
}
