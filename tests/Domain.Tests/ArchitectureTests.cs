using System.Reflection;
using System.Text.RegularExpressions;
using Orders.Functions.Orchestrations.Orders;

namespace Domain.Tests;

/// <summary>The arrows of architecture.md: dependencies point down, and nothing in src knows what runs it.</summary>
public sealed partial class ArchitectureTests
{
    private static readonly string _src = Path.Combine(Repository.Root, "src");

    /// <summary>Folder by folder: the folders of ours that it may name; a folder's name stands for all that is in it.</summary>
    public static TheoryData<string, string[]> Arrows =>
        new()
        {
            { "Activities", ["Domain", "Storage"] },
            { "Background", ["Commands", "Domain", "Integrations", "Storage", "Telemetry"] },
            { "Commands", ["Commands", "Documents", "Domain", "Storage"] },
            { "Documents", ["Domain"] },
            { "Domain/AfterSales", ["Domain/Ordering", "Domain/Promises", "Domain/Shipping", "Domain/Status"] },
            { "Domain/Changes", ["Domain/Ordering", "Domain/Pricing"] },
            { "Domain/Ordering", [] },
            { "Domain/Partners", [] },
            { "Domain/Payments", ["Domain/Ordering"] },
            { "Domain/Pricing", ["Domain/Ordering", "Domain/Shipping"] },
            { "Domain/Promises", ["Domain/Ordering", "Domain/Pricing", "Domain/Shipping"] },
            { "Domain/Review", ["Domain/Ordering", "Domain/Status"] },
            { "Domain/Shipping", ["Domain/Ordering"] },
            {
                "Domain/Status",
                ["Domain/Changes", "Domain/Ordering", "Domain/Payments", "Domain/Promises", "Domain/Shipping", "Domain/Stock"]
            },
            { "Domain/Stock", ["Domain/Ordering"] },
            { "Domain/Storefront", ["Domain/Ordering", "Domain/Status"] },
            { "Domain/Views", ["Domain"] },
            { "Http", ["Commands", "Documents", "Domain", "Http/Operations", "Http/Pages", "Storage"] },
            { "Http/Operations", ["Commands", "Documents", "Domain", "Http/Webhooks", "Storage"] },
            { "Http/Pages", ["Commands", "Domain", "Http/Storefront", "Storage"] },
            { "Http/Sandbox", ["Domain", "Http/Pages", "Integrations/Sandbox", "Integrations/Webhooks", "Storage"] },
            { "Http/Storefront", ["Commands", "Documents", "Domain", "Storage"] },
            { "Http/Webhooks", ["Commands", "Domain", "Integrations/Webhooks", "Storage"] },
            { "Integrations", ["Documents", "Domain", "Integrations"] },
            { "Orchestrations", ["Activities", "Domain"] },
            {
                "Orchestrations/Orders",
                [
                    "Activities",
                    "Domain",
                    "Orchestrations/Claims",
                    "Orchestrations/Requests",
                    "Orchestrations/Returns",
                    "Orchestrations/Shipments",
                ]
            },
            { "Storage", ["Documents", "Domain", "Storage", "Telemetry"] },
            { "Telemetry", ["Domain"] },
        };

    [Theory]
    [MemberData(nameof(Arrows))]
    public void Folder_names_only_what_is_below_it(string folder, string[] allowed)
    {
        var strays =
            from arrow in AllArrows()
            where
                arrow.From == folder
                || (arrow.From.StartsWith(folder + "/", StringComparison.Ordinal) && Arrows.All(row => row.Data.Item1 != arrow.From))
            where !Array.Exists(allowed, below => arrow.To == below || arrow.To.StartsWith(below + "/", StringComparison.Ordinal))
            select $"{arrow.File} names {arrow.To}";

        Assert.Empty(strays.Distinct());
    }

    [Fact]
    public void Every_folder_has_its_arrows() =>
        Assert.Empty(
            AllArrows()
                .Select(arrow => arrow.From)
                .Distinct()
                .Where(from =>
                    Arrows.All(row => row.Data.Item1 != from && !from.StartsWith(row.Data.Item1 + "/", StringComparison.Ordinal))
                )
        );

    /// <summary>Takes away, again and again, the folders that name none of those left: what stays goes round in a circle.</summary>
    [Fact]
    public void No_folders_name_each_other_in_a_circle()
    {
        var arrows = AllArrows().Select(arrow => (arrow.From, arrow.To)).Distinct().ToList();
        while (arrows.RemoveAll(arrow => !arrows.Exists(next => next.From == arrow.To)) > 0) { }

        Assert.Empty(arrows);
    }

    /// <summary>Which folder's namespace each file names. Program.cs and its like put everything together.</summary>
    private static IReadOnlyList<(string File, string From, string To)> AllArrows()
    {
        var files = Directory.EnumerateFiles(_src, "*.cs", SearchOption.AllDirectories).Where(file => !IsGenerated(file)).ToList();
        string FolderOf(string file) => Path.GetRelativePath(_src, Path.GetDirectoryName(file)!).Replace(Path.DirectorySeparatorChar, '/');
        var folders = files.Select(FolderOf).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. from file in files
            let @from = FolderOf(file)
            where @from != "."
            from Match match in OwnNamespace().Matches(File.ReadAllText(file))
            let to = match.Groups["folder"].Value.Replace('.', '/')
            where to != @from && folders.Contains(to)
            select (Path.GetRelativePath(_src, file), @from, to),
        ];
    }

    /// <summary>A chapter holds what it needs; takes away, again and again, the classes that hold none of those left.</summary>
    [Fact]
    public void No_classes_of_a_story_hold_each_other_in_a_circle()
    {
        var story = typeof(OrderOrchestration)
            .Assembly.GetTypes()
            .Where(type => type.Namespace?.StartsWith("Orders.Functions.Orchestrations", StringComparison.Ordinal) == true)
            .ToHashSet();
        var left = story.ToDictionary(
            type => type,
            type => type.GetFields(OfInstances).Select(field => field.FieldType).Where(story.Contains).ToList()
        );
        Assert.Contains(left.Values, held => held.Count > 5);

        while (left.Where(type => !type.Value.Exists(left.ContainsKey)).Select(type => type.Key).ToList() is { Count: > 0 } free)
            free.ForEach(type => left.Remove(type));

        Assert.Empty(left.Keys);
    }

    private const BindingFlags OfInstances =
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    [Fact]
    public void Orchestrations_call_no_service()
    {
        var strays =
            from file in Sources("Orchestrations")
            from Match match in ServiceType().Matches(File.ReadAllText(file))
            select $"{Path.GetRelativePath(_src, file)}: {match.Value}";

        Assert.Empty(strays);
    }

    [Fact]
    public void Domain_touches_no_world()
    {
        var strays =
            from file in Sources("Domain")
            from line in File.ReadLines(file)
            where WorldUsing().IsMatch(line)
            select $"{Path.GetRelativePath(_src, file)}: {line}";

        Assert.Empty(strays);
    }

    [Fact]
    public void Source_never_asks_what_runs_it()
    {
        var strays =
            from file in Directory.EnumerateFiles(_src, "*.cs", SearchOption.AllDirectories)
            where !IsGenerated(file)
            from line in File.ReadLines(file)
            where line.Contains("LocalHost", StringComparison.Ordinal) || line.TrimStart().StartsWith("#if", StringComparison.Ordinal)
            select $"{Path.GetRelativePath(_src, file)}: {line.Trim()}";

        Assert.Empty(strays);
    }

    [Fact]
    public void Nothing_of_ours_declares_a_type_in_a_Microsoft_namespace()
    {
        var strays =
            from file in Directory.EnumerateFiles(Repository.Root, "*.cs", SearchOption.AllDirectories)
            where !IsGenerated(file) && !file.Contains("node_modules", StringComparison.Ordinal)
            from line in File.ReadLines(file)
            where MicrosoftNamespace().IsMatch(line)
            select $"{Path.GetRelativePath(Repository.Root, file)}: {line.Trim()}";

        Assert.Empty(strays);
    }

    [Fact]
    public void Host_knows_nothing_of_orders()
    {
        var strays =
            from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "host"), "*.cs", SearchOption.AllDirectories)
            where !IsGenerated(file)
            from line in File.ReadLines(file)
            where OrderWord().IsMatch(line)
            select $"{Path.GetRelativePath(Repository.Root, file)}: {line.Trim()}";

        Assert.Empty(strays);
    }

    private static IEnumerable<string> Sources(string folder)
    {
        var files = Directory
            .EnumerateFiles(Path.Combine(_src, folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !IsGenerated(file))
            .ToList();
        Assert.NotEmpty(files);
        return files;
    }

    private static bool IsGenerated(string file) =>
        file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal);

    [GeneratedRegex(@"^(?:using|namespace) Orders\.Functions\.(?<folder>[A-Za-z.]+);", RegexOptions.Multiline)]
    private static partial Regex OwnNamespace();

    [GeneratedRegex(
        @"\b(ICarrier|IPaymentProvider|HttpClient|TableClient|TableServiceClient|QueueClient|BlobClient|OrderStore|StockStore)\b"
    )]
    private static partial Regex ServiceType();

    [GeneratedRegex(@"^\s*namespace Microsoft\b")]
    private static partial Regex MicrosoftNamespace();

    [GeneratedRegex(@"\b(Orders?|Parcels?|Shipments?|Payments?|Customers?)\b")]
    private static partial Regex OrderWord();

    [GeneratedRegex(@"^using (Azure|Microsoft\.(Azure|DurableTask|AspNetCore)|System\.(IO|Net))")]
    private static partial Regex WorldUsing();
}
