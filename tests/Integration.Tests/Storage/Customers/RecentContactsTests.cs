using Orders.Functions.Domain.Ordering;

namespace Integration.Tests.Storage.Customers;

/// <summary>Contacts for who shows them: as they were a few seconds ago, and never after this process has changed or erased them.</summary>
public sealed class RecentContactsTests(AzuriteFixture azurite)
{
    private readonly string _customer = AzuriteFixture.NewId("c");
    private readonly string _order = AzuriteFixture.NewId("o");
    private readonly Stores _here = new(azurite);
    private readonly Stores _elsewhere = new(azurite);

    [Fact]
    public async Task Contact_is_read_once_in_five_seconds()
    {
        await PlaceAsync();
        await RecentAsync();
        var before = _here.Wire.Requests;

        Assert.Equal(Samples.Contact(), await RecentAsync());
        Assert.Equal(0, _here.Wire.Requests - before);

        _here.Clock.Now += TimeSpan.FromSeconds(5);
        Assert.Equal(Samples.Contact(), await RecentAsync());
        Assert.Equal(1, _here.Wire.Requests - before);
    }

    [Fact]
    public async Task Change_of_this_process_is_seen_at_once()
    {
        await PlaceAsync();
        await RecentAsync();

        await _here.Contacts.ReplaceAsync(_customer, _order, Samples.Contact("韩梅梅"));

        Assert.Equal("韩梅梅", (await RecentAsync())!.Name);
    }

    [Fact]
    public async Task Erased_customer_is_shown_no_more_at_once()
    {
        await PlaceAsync();
        await RecentAsync();

        await _here.Erasure.EraseAsync(_customer, "ops", "asked for it", []);

        Assert.Null(await RecentAsync());
    }

    [Fact]
    public async Task Customer_erased_elsewhere_is_shown_no_more_after_five_seconds()
    {
        await PlaceAsync();
        await RecentAsync();
        await _elsewhere.Erasure.EraseAsync(_customer, "ops", "asked for it", []);
        _here.Clock.Now += TimeSpan.FromSeconds(5);

        Assert.Null(await RecentAsync());
    }

    private Task PlaceAsync() => _elsewhere.Orders.PlaceAsync(Samples.Place(Samples.Order(_order, _customer)));

    private Task<Contact?> RecentAsync() => _here.Contacts.FindRecentAsync(_customer, _order);
}
