using System.Text;
using Azure.Data.Tables;
using Microsoft.Extensions.Configuration;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Storage.Customers;
using Orders.Functions.Storage.Tables;

namespace Integration.Tests.Storage.Customers;

public sealed class CustomerVaultTests(AzuriteFixture azurite)
{
    private readonly string _customer = AzuriteFixture.NewId("c");
    private readonly string _order = AzuriteFixture.NewId("o");

    [Fact]
    public async Task Stored_order_shows_nothing_of_the_person_to_who_reads_the_tables()
    {
        var stores = new Stores(azurite);
        var place = Samples.Place(Samples.Order(_order, _customer));
        await stores.Orders.PlaceAsync(place);
        await stores.Contacts.KeepCancelReasonAsync(_customer, _order, "I am ill, call 555-0100");

        var written = new StringBuilder();
        foreach (
            var table in new[] { StorageSchema.Contacts, StorageSchema.Idempotency, StorageSchema.Orders, StorageSchema.OrdersByCustomer }
        )
        {
            await foreach (
                var row in stores
                    .Tables.GetTableClient(table)
                    .QueryAsync<TableEntity>($"PartitionKey eq '{_customer}' or PartitionKey eq '{_order}'")
            )
                written.AppendJoin(
                    ' ',
                    row.Select(column => column.Value).Select(value => value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : $"{value}")
                );
        }

        string[] personal =
        [
            place.Contact.Name,
            place.Contact.Email,
            place.Contact.Phone,
            place.Contact.ShipTo.Line1,
            place.Contact.ShipTo.City,
            "555-0100",
        ];
        Assert.All(personal, trace => Assert.DoesNotContain(trace, written.ToString(), StringComparison.Ordinal));
        Assert.Equal(place.Contact, await stores.Contacts.FindAsync(_customer, _order));
        Assert.Equal("I am ill, call 555-0100", await stores.Contacts.FindCancelReasonAsync(_customer, _order));
    }

    [Fact]
    public async Task Contact_and_its_key_are_read_in_one_call()
    {
        await new Stores(azurite).Orders.PlaceAsync(Samples.Place(Samples.Order(_order, _customer)));
        var stores = new Stores(azurite);

        Assert.NotNull(await stores.Contacts.FindAsync(_customer, _order));

        Assert.Equal(1, stores.Wire.Requests);
    }

    [Fact]
    public async Task First_writers_at_the_same_moment_end_with_one_key()
    {
        var orders = Enumerable.Range(0, 12).Select(i => $"{_order}-{i}").ToArray();
        await Task.WhenAll(orders.Select(order => new Stores(azurite).Contacts.AddAsync(_customer, order, Samples.Contact(), default)));
        var boxes = await Task.WhenAll(orders.Select(order => new Stores(azurite).Vault.SealAsync(_customer, order, order)));

        var stores = new Stores(azurite);
        foreach (var (order, box) in orders.Zip(boxes))
        {
            Assert.NotNull(await stores.Contacts.FindAsync(_customer, order));
            Assert.Equal(order, await stores.Vault.OpenTextAsync(_customer, order, box));
        }
    }

    [Fact]
    public async Task Box_opens_for_its_own_customer_and_purpose_only_and_unchanged()
    {
        var vault = new Stores(azurite).Vault;
        var box = await vault.SealAsync(_customer, "photo:1", new byte[] { 1, 2, 3 });
        Assert.Equal([1, 2, 3], await vault.OpenAsync(_customer, "photo:1", box));

        await Assert.ThrowsAsync<InvalidDataException>(() => vault.OpenAsync(_customer, "photo:2", box));
        box[^1] ^= 1;
        await Assert.ThrowsAsync<InvalidDataException>(() => vault.OpenAsync(_customer, "photo:1", box));
        Assert.Null(await vault.OpenAsync(AzuriteFixture.NewId("c"), "photo:1", box));
    }

    [Fact]
    public async Task Key_moves_to_the_new_master_key_with_the_next_sealing()
    {
        var box = await Vault("old", "old").SealAsync(_customer, "note", "hello");
        Assert.Equal("hello", await Vault("new", "old", "new").OpenTextAsync(_customer, "note", box));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Vault("new", "new").OpenTextAsync(_customer, "note", box));

        await Vault("new", "old", "new").SealAsync(_customer, "other", "hello again");

        Assert.Equal("hello", await Vault("new", "new").OpenTextAsync(_customer, "note", box));
    }

    [Theory]
    [InlineData("Privacy:CurrentKey", "")]
    [InlineData("Privacy:CurrentKey", "other")]
    [InlineData("Privacy:MasterKeys:test", "c2hvcnQ=")]
    [InlineData("Privacy:MasterKeys:test", "not base64")]
    public void Wrong_setting_stops_the_start_by_name_and_shows_no_key(string setting, string value)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(TestKeys.Settings)
            .AddInMemoryCollection([new(setting, value)])
            .Build();

        var message = Assert.Throws<SettingException>(() => MasterKeys.Read(configuration)).Message;

        Assert.StartsWith(
            value == "other" ? "The setting Privacy:MasterKeys:other " : $"The setting {setting} ",
            message,
            StringComparison.Ordinal
        );
        Assert.True(value.Length == 0 || value == "other" || !message.Contains(value, StringComparison.Ordinal));
    }

    private CustomerVault Vault(string current, params string[] masters) =>
        new(
            azurite.Tables,
            MasterKeys.Read(
                new ConfigurationBuilder()
                    .AddInMemoryCollection([
                        new("Privacy:CurrentKey", current),
                        .. masters.Select(id => new KeyValuePair<string, string?>($"Privacy:MasterKeys:{id}", TestKeys.Of((byte)id[0]))),
                    ])
                    .Build()
            ),
            TimeProvider.System
        );
}
