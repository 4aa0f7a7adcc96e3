using Azure.Data.Tables;
using Orders.Functions.Commands;
using Orders.Functions.Storage.Orders;
using Orders.Functions.Storage.Tables;

namespace Integration.Tests.Storage.Customers;

public sealed class CustomerErasureTests(AzuriteFixture azurite)
{
    private readonly string _customer = AzuriteFixture.NewId("c");
    private readonly string _order = AzuriteFixture.NewId("o");

    [Fact]
    public async Task Erased_customer_is_unreadable_even_from_a_copy_of_the_rows()
    {
        var stores = new Stores(azurite);
        await stores.Orders.PlaceAsync(Samples.Place(Samples.Order(_order, _customer)));
        var copy = await RowsAsync(stores);
        var note = await stores.Vault.SealAsync(_customer, "note", "their claim");

        await stores.Erasure.EraseAsync(_customer, "ops", "asked for it", ["R-1"]);

        Assert.Null(await stores.Contacts.FindAsync(_customer, _order));
        Assert.Null(await stores.Vault.OpenTextAsync(_customer, "note", note));
        Assert.DoesNotContain(await RowsAsync(stores), row => row.RowKey == _order);
        await Contacts(stores).AddEntityAsync(copy.Single(row => row.RowKey == _order));
        Assert.Null(await stores.Contacts.FindAsync(_customer, _order));
        Assert.NotNull(await stores.Orders.FindAsync(_order));
    }

    [Fact]
    public async Task Returning_customer_has_a_new_key_and_their_past_stays_erased()
    {
        var stores = new Stores(azurite);
        await stores.Orders.PlaceAsync(Samples.Place(Samples.Order(_order, _customer)));
        var note = await stores.Vault.SealAsync(_customer, "note", "before");
        await stores.Erasure.EraseAsync(_customer, "ops", "asked for it", []);

        var second = Samples.Order(_order + "-2", _customer, stores.Clock.GetUtcNow().AddDays(1));
        await stores.Orders.PlaceAsync(Samples.Place(second, key: "key-2"));
        await stores.Contacts.KeepCancelReasonAsync(_customer, _order, "about the erased order");

        Assert.Equal(Samples.Contact(), await stores.Contacts.FindAsync(_customer, second.OrderId));
        Assert.Null(await stores.Contacts.FindAsync(_customer, _order));
        Assert.Null(await stores.Contacts.FindCancelReasonAsync(_customer, _order));
        Assert.Null(await stores.Vault.OpenTextAsync(_customer, "note", note));
        var file = await stores.Erasure.FindAsync(_customer);
        Assert.Equal((1, 2, 1), (file!.Contacts, file.Orders.Count, file.Erasures.Count));
    }

    [Fact]
    public Task Crash_at_any_moment_leaves_nothing_readable_and_a_repeat_finishes() =>
        Stores.SurvivesEachDeathAsync(
            azurite,
            async (stores, id) =>
            {
                if (await new Stores(azurite).Erasure.FindAsync("c-" + id) is null)
                    await new Stores(azurite).Orders.PlaceAsync(Samples.Place(Samples.Order("o-" + id, "c-" + id)));
                Assert.NotNull(await stores.Erasure.EraseAsync("c-" + id, "ops", "asked for it", ["R-1"]));
            },
            async (stores, id) =>
            {
                var file = await stores.Erasure.FindAsync("c-" + id);
                Assert.Equal((null, 0), (file!.KeySince, file.Contacts));
                Assert.Equal("asked for it", Assert.Single(file.Erasures).Reason);
                var repeated = await stores.Orders.PlaceAsync(Samples.Place(Samples.Order("o-" + id, "c-" + id)));
                Assert.Equal(PlaceResult.KeyReused, repeated.Result);
            }
        );

    [Fact]
    public Task Erasure_that_the_SDK_repeats_is_one_erasure() =>
        Stores.SurvivesEachRepetitionAsync(
            azurite,
            async (stores, id) =>
            {
                await new Stores(azurite).Orders.PlaceAsync(Samples.Place(Samples.Order("o-" + id, "c-" + id)));
                Assert.NotNull(await stores.Erasure.EraseAsync("c-" + id, "ops", "asked for it", []));
            },
            async (stores, id) =>
            {
                var file = await stores.Erasure.FindAsync("c-" + id);
                Assert.Equal((null, 0, 1), (file!.KeySince, file.Contacts, file.Erasures.Count));
            }
        );

    [Fact]
    public async Task Who_never_was_a_customer_cannot_be_erased() =>
        Assert.Null(await new Stores(azurite).Erasure.EraseAsync(_customer, "ops", "asked for it", []));

    private static TableClient Contacts(Stores stores) => stores.Tables.GetTableClient(StorageSchema.Contacts);

    private async Task<IReadOnlyList<TableEntity>> RowsAsync(Stores stores)
    {
        var rows = new List<TableEntity>();
        await foreach (var row in Contacts(stores).QueryAsync<TableEntity>(TableKey.InPartition(_customer)))
            rows.Add(row);
        return rows;
    }
}
