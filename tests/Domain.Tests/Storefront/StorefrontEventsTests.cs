using System.Text.RegularExpressions;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Storefront;

namespace Domain.Tests.Storefront;

public sealed class StorefrontEventsTests
{
    [Fact]
    public void Every_line_of_the_timeline_is_decided() =>
        Assert.Empty(Enum.GetValues<TimelineKind>().Where(kind => !StorefrontEvents.IsDecided(kind)));

    [Fact]
    public void Every_status_is_decided() =>
        Assert.Empty(Enum.GetValues<OrderStatus>().Where(status => !StorefrontEvents.IsDecided(status)));

    [Fact]
    public void Every_status_but_the_first_is_told_by_its_own_name() =>
        Assert.All(
            Enum.GetValues<OrderStatus>().Where(status => status != OrderStatus.Placed),
            status => Assert.Equal("order." + Orders.Functions.Domain.Ordering.OrderJson.Name(status), StorefrontEvents.Of(status))
        );

    [Fact]
    public void Names_are_those_of_the_standard() =>
        Assert.All(
            StorefrontEvents.All,
            type => Assert.Matches(new Regex("^[a-z_]+\\.[a-z_]+$", RegexOptions.None, TimeSpan.FromSeconds(10)), type)
        );

    [Fact]
    public void Contract_lists_every_type()
    {
        var contract = File.ReadAllText(Path.Combine(Repository.Root, "src", "Http", "openapi.yaml"));
        var named = contract[
            contract.IndexOf("\nwebhooks:\n", StringComparison.Ordinal)..contract.IndexOf("\ncomponents:\n", StringComparison.Ordinal)
        ];

        Assert.All(
            [.. StorefrontEvents.All, StorefrontEvents.Test],
            type => Assert.Contains($"\n  {type}: ", named, StringComparison.Ordinal)
        );
        Assert.Contains(string.Join(", ", [.. StorefrontEvents.All, StorefrontEvents.Test]), contract, StringComparison.Ordinal);
        Assert.Equal(StorefrontEvents.All.Count + 1, named.Split('\n').Count(line => line.Contains("$ref", StringComparison.Ordinal)));
    }
}
