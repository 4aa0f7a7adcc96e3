using System.Text.RegularExpressions;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Status;

namespace Integration.Tests.Http;

/// <summary>Names that answers can hold, beside those that the contract lists.</summary>
public sealed partial class ContractEnumTests
{
    private static readonly string _contract = File.ReadAllText(Path.Combine(Repository.Root, "src", "Http", "openapi.yaml"));

    [Fact]
    public void Contract_lists_every_kind_of_ledger_entry() => AssertListed<LedgerKind>();

    [Fact]
    public void Contract_lists_every_step_that_can_come_next() => AssertListed<NextStepKind>();

    [Fact]
    public void Contract_lists_every_form_of_the_page()
    {
        var posted = Directory
            .EnumerateFiles(Path.Combine(Repository.Root, "src", "Http", "Pages"), "*.*", SearchOption.AllDirectories)
            .SelectMany(file => Action().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups["name"].Value)
            .Distinct()
            .ToList();

        Assert.Contains("return-waybill", posted);
        Assert.Contains(Enums(), listed => posted.All(listed.Contains));
    }

    private static void AssertListed<T>()
        where T : struct, Enum =>
        Assert.Contains(Enums(), listed => listed.SetEquals(Enum.GetValues<T>().Select(name => OrderJson.Name(name))));

    private static IEnumerable<HashSet<string>> Enums() =>
        Listed().Matches(_contract).Select(match => match.Groups["names"].Value.Split(", ").ToHashSet(StringComparer.Ordinal));

    [GeneratedRegex(@"enum: \[(?<names>[^\]]+)\]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Listed();

    [GeneratedRegex(@"path\}\}?/(?<name>[a-z-]+)\?lang=", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Action();
}
