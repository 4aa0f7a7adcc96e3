using System.Text.RegularExpressions;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;

namespace Domain.Tests;

/// <summary>What the documents point at is there, and the picture of the order's story shows the transition table.</summary>
public sealed partial class DocsTests
{
    /// <summary>Statuses that the picture draws as one.</summary>
    private static readonly OrderStatus[] _onTheWay = [OrderStatus.Shipped, OrderStatus.InTransit, OrderStatus.OutForDelivery];

    public static TheoryData<string> Pages => [.. AllPages().Select(page => Path.GetRelativePath(Repository.Root, page))];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_relative_link_leads_to_a_file_and_a_heading(string page)
    {
        var file = Path.Combine(Repository.Root, page);
        var dead =
            from Match link in Link().Matches(WithoutCode(File.ReadAllText(file)))
            let target = link.Groups["target"].Value
            where !target.Contains(':', StringComparison.Ordinal)
            let parts = target.Split('#', 2)
            let linked = parts[0].Length == 0 ? file : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, parts[0]))
            where !Path.Exists(linked) || (parts.Length == 2 && !Anchors(linked).Contains(parts[1]))
            select target;

        Assert.Empty(dead);
    }

    [Fact]
    public void Every_document_that_the_source_names_is_there()
    {
        string[] folders = ["src", "host", "tests", "bench", "infra"];
        var dead =
            from folder in folders
            from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories)
            where !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            from Match named in NamedDocument().Matches(File.ReadAllText(file))
            where !File.Exists(Path.Combine(Repository.Root, named.Value))
            select $"{Path.GetRelativePath(Repository.Root, file)} names {named.Value}";

        Assert.Empty(dead);
    }

    [Fact]
    public void Picture_of_the_orders_story_shows_the_transition_table()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "architecture.md"));
        var picture = Diagram().Match(page).Groups["diagram"].Value;
        var drawn = from Match arrow in Arrow().Matches(picture) select (From: arrow.Groups["from"].Value, To: arrow.Groups["to"].Value);
        var table =
            from transition in Transitions.All
            from to in transition.To
            where to != transition.From
            select IsInside(transition.From, to) ? (Name(transition.From), Name(to)) : (Node(transition.From), Node(to));

        Assert.Equal(table.Distinct().Order(), drawn.Distinct().Order());
    }

    private static bool IsInside(OrderStatus from, OrderStatus to) => _onTheWay.Contains(from) && _onTheWay.Contains(to);

    private static string Node(OrderStatus status) => _onTheWay.Contains(status) ? "way" : Name(status);

    private static string Name(OrderStatus status) => OrderJson.Name(status);

    private static IEnumerable<string> AllPages() =>
        [
            Path.Combine(Repository.Root, "README.md"),
            Path.Combine(Repository.Root, "CONTRIBUTING.md"),
            .. Directory
                .EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>The anchors that GitHub makes of a page's headings: lower case, without punctuation, blanks as dashes.</summary>
    private static HashSet<string> Anchors(string page) =>
        [
            .. Heading()
                .Matches(WithoutCode(File.ReadAllText(page)))
                .Select(heading => Punctuation().Replace(heading.Groups["text"].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-')),
        ];

    private static string WithoutCode(string page) => Code().Replace(page, "");

    [GeneratedRegex(@"\[[^\]]*\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex(@"^#+ (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{N}\-_ ]")]
    private static partial Regex Punctuation();

    [GeneratedRegex(@"docs/[\w./-]+\.(md|svg)")]
    private static partial Regex NamedDocument();

    [GeneratedRegex(@"^```mermaid\r?\nstateDiagram-v2(?<diagram>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Diagram();

    /// <summary>An arrow between two statuses; those from and to <c>[*]</c> are not of the table.</summary>
    [GeneratedRegex(@"^\s*(?<from>\w+) --> (?<to>\w+)", RegexOptions.Multiline)]
    private static partial Regex Arrow();
}
