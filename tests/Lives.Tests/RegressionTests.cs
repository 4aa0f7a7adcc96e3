using Lives.Scripts;

namespace Lives.Tests;

/// <summary>Scripts that once broke a promise, each named after what was wrong (docs/reliability.md tells the stories).</summary>
public sealed class RegressionTests
{
    private static readonly string _folder = Path.Combine(AppContext.BaseDirectory, "Regressions");

    public static TheoryData<string> Names =>
        [
            .. Directory
                .EnumerateFiles(_folder, "*.json")
                .Select(file => Path.GetFileNameWithoutExtension(file)!)
                .Order(StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(Names))]
    public void Life_that_once_broke_a_promise_keeps_them_all(string name) =>
        Simulated.Holds(Script.Parse(File.ReadAllText(Path.Combine(_folder, name + ".json"))));
}
