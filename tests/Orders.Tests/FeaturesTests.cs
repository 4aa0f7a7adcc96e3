using System.Text.RegularExpressions;

namespace Orders.Tests;

/// <summary>docs/features.md names the proofs; here the proofs are held against the tests that there are.</summary>
public sealed partial class FeaturesTests
{
    [Fact]
    public void Every_test_that_the_page_names_is_there()
    {
        var there = Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*.cs", SearchOption.AllDirectories).SelectMany(Tests).ToHashSet(StringComparer.Ordinal);

        var named = NamedTest().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "features.md"))).Select(match => match.Groups["name"].Value).ToList();

        Assert.NotEmpty(named);
        Assert.Empty(named.Where(name => !there.Contains(name)));
    }

    private static IEnumerable<string> Tests(string file)
    {
        var source = File.ReadAllText(file);
        var (space, type) = (Namespace().Match(source).Groups["name"].Value, Type().Match(source).Groups["name"].Value);
        return Method().Matches(source).Select(match => $"{space}.{type}.{match.Groups["name"].Value}");
    }

    [GeneratedRegex(@"`(?<name>(Orders|EndToEnd)\.Tests\.[\w.]+)`", RegexOptions.ExplicitCapture)]
    private static partial Regex NamedTest();

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"\bclass (?<name>\w+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Type();

    [GeneratedRegex(@"public (async )?(Task|void) (?<name>\w+)\(", RegexOptions.ExplicitCapture)]
    private static partial Regex Method();
}
