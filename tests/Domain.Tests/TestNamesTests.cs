using System.Text.RegularExpressions;

namespace Domain.Tests;

/// <summary>A test's name tells its story in one breath.</summary>
public sealed partial class TestNamesTests
{
    private const int MostWords = 12;

    [Fact]
    public void No_test_name_has_more_than_twelve_words()
    {
        var names = AllNames();

        Assert.Contains(nameof(No_test_name_has_more_than_twelve_words), names);
        Assert.Empty(names.Where(name => name.Split('_').Length > MostWords));
    }

    private static IReadOnlyList<string> AllNames() =>
        [
            .. from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*.cs", SearchOption.AllDirectories)
            let path = Path.GetRelativePath(Repository.Root, file).Split(Path.DirectorySeparatorChar)
            where !path.Contains("obj", StringComparer.Ordinal)
            from Match test in TestMethod().Matches(File.ReadAllText(file))
            select test.Groups["name"].Value,
        ];

    /// <summary>The method after an attribute that makes it a test; other attributes may come between.</summary>
    [GeneratedRegex(
        @"^    \[(?:Fact|Theory)\b.*?\bpublic (?:static )?(?:async )?(?:Task|void) (?<name>\w+)\(",
        RegexOptions.Multiline | RegexOptions.Singleline
    )]
    private static partial Regex TestMethod();
}
