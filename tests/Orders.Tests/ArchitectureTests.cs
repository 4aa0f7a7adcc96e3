using System.Text.RegularExpressions;

namespace Orders.Tests;

/// <summary>The arrows of architecture.md: dependencies point down, and nothing in src knows what runs it.</summary>
public sealed partial class ArchitectureTests
{
    private static readonly string _src = Path.Combine(Repository.Root, "src");

    /// <summary>Folder by folder: the folders of ours that it may name.</summary>
    public static TheoryData<string, string[]> Arrows => new()
    {
        { "Orders", [] },
        { "Orchestrations", ["Activities", "Orders"] },
        { "Activities", ["Carriers", "Cases", "Mail", "Orders", "Payments", "Storage"] },
        { "Calendar", ["Orders"] },
        { "Carriers", ["Orders", "Sandbox", "Storage"] },
        { "Cases", ["Orders", "Storage"] },
        { "Mail", ["Orders", "Sandbox", "Storage"] },
        { "Payments", ["Orders", "Sandbox", "Storage"] },
        { "Sandbox", ["Orders"] },
        { "Storage", ["Orders", "Telemetry"] },
        { "Telemetry", ["Orders"] },
    };

    [Theory]
    [MemberData(nameof(Arrows))]
    public void Folder_names_only_what_is_below_it(string folder, string[] allowed)
    {
        var strays =
            from file in Sources(folder)
            from Match match in OwnNamespace().Matches(File.ReadAllText(file))
            let target = match.Groups["folder"].Value
            where target != folder && !allowed.Contains(target)
            select $"{Path.GetRelativePath(_src, file)} names {target}";

        Assert.Empty(strays.Distinct());
    }

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
    public void Orders_touches_no_world()
    {
        var strays =
            from file in Sources("Orders")
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
        var files = Directory.EnumerateFiles(Path.Combine(_src, folder), "*.cs", SearchOption.AllDirectories).Where(file => !IsGenerated(file)).ToList();
        Assert.NotEmpty(files);
        return files;
    }

    private static bool IsGenerated(string file) => file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal);

    [GeneratedRegex(@"\bOrders\.Functions\.(?<folder>[A-Z][A-Za-z]*)")]
    private static partial Regex OwnNamespace();

    [GeneratedRegex(@"\b(ICarrier|IPaymentProvider|HttpClient|TableClient|TableServiceClient|QueueClient|BlobClient|OrderStore|StockStore)\b")]
    private static partial Regex ServiceType();

    [GeneratedRegex(@"^\s*namespace Microsoft\b")]
    private static partial Regex MicrosoftNamespace();

    [GeneratedRegex(@"\b(Orders?|Parcels?|Shipments?|Payments?|Customers?)\b")]
    private static partial Regex OrderWord();

    [GeneratedRegex(@"^using (Azure|Microsoft\.(Azure|DurableTask|AspNetCore)|System\.(IO|Net))")]
    private static partial Regex WorldUsing();
}
