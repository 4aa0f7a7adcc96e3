using System.Text;
using Azure.Data.Tables;

namespace Integration.Tests.Storage.Customers;

public sealed class ContactIndexTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Order_is_found_by_email_in_any_case_until_erasure()
    {
        var stores = new Stores(azurite);
        var email = $"{AzuriteFixture.NewId("Mail")}@shop.example";
        var order = Samples.Order(AzuriteFixture.NewId());
        var another = Samples.Order(AzuriteFixture.NewId());
        foreach (var placed in new[] { order, another })
            await stores.Orders.PlaceAsync(Samples.Place(placed) with { Contact = Samples.Contact() with { Email = email } });

        Assert.Equal(
            new[] { order.OrderId, another.OrderId }.Order(),
            (await stores.People.OrdersOfAsync(email.ToUpperInvariant() + " ")).Order()
        );

        await stores.People.EraseAsync(order.CustomerId);
        await stores.People.EraseAsync(order.CustomerId);

        Assert.Equal([another.OrderId], await stores.People.OrdersOfAsync(email));
        Assert.Single((await stores.Orders.OfCustomerAsync(order.CustomerId, null, null)).Orders);
    }

    [Fact]
    public async Task Address_counts_its_other_customers_however_it_is_written()
    {
        var stores = new Stores(azurite);
        var address = Samples.Contact().ShipTo with { Line1 = $"{Guid.NewGuid():N} road" };
        foreach (var customer in new[] { "a", "b", "a" })
        {
            var order = Samples.Order(AzuriteFixture.NewId()) with { CustomerId = address.Line1 + customer };
            await stores.Orders.PlaceAsync(
                Samples.Place(order, key: order.OrderId) with
                {
                    Contact = Samples.Contact() with { ShipTo = address },
                }
            );
        }

        Assert.Equal(
            2,
            await stores.People.OthersAtAsync(
                address with
                {
                    Line1 = address.Line1.ToUpperInvariant().Replace(" ", ", ", StringComparison.Ordinal),
                },
                "c",
                10
            )
        );
        Assert.Equal(1, await stores.People.OthersAtAsync(address, address.Line1 + "a", 10));
        Assert.Equal(1, await stores.People.OthersAtAsync(address, "c", 1));
    }

    [Fact]
    public async Task Order_is_found_by_email_in_every_form_of_the_address()
    {
        var stores = new Stores(azurite);
        var order = Samples.Order(AzuriteFixture.NewId());
        var name = $"{order.OrderId}.josé..";
        await stores.Orders.PlaceAsync(
            Samples.Place(order) with
            {
                Contact = Samples.Contact() with { Email = $"{name}@xn--bcher-kva.example" },
            }
        );

        foreach (
            var typed in (string[])
                [
                    $"{name}@bücher.example",
                    $"{name}@BÜCHER.example".Normalize(NormalizationForm.FormD),
                    $"\"{name}\"@xn--bcher-kva.example",
                    $"\u200B{name.ToUpperInvariant()}＠xn--bcher-kva。example",
                ]
        )
            Assert.Equal([order.OrderId], await stores.People.OrdersOfAsync(typed));

        await stores.People.EraseAsync(order.CustomerId);
        Assert.Empty(await stores.People.OrdersOfAsync($"{name}@bücher.example"));
    }

    [Fact]
    public async Task Addresses_in_supplementary_characters_are_told_apart()
    {
        var stores = new Stores(azurite);
        var order = Samples.Order(AzuriteFixture.NewId());
        var place = Samples.Contact().ShipTo with { City = order.OrderId, Line1 = "𠮷𡈽" };
        await stores.Orders.PlaceAsync(Samples.Place(order) with { Contact = Samples.Contact() with { ShipTo = place } });

        Assert.Equal(1, await stores.People.OthersAtAsync(place, "another", 10));
        Assert.Equal(0, await stores.People.OthersAtAsync(place with { Line1 = "𡈽𠮷" }, "another", 10));
    }

    [Fact]
    public async Task Nothing_in_the_tables_tells_the_email_address()
    {
        var stores = new Stores(azurite);
        var name = AzuriteFixture.NewId("secret");
        await stores.Orders.PlaceAsync(
            Samples.Place(Samples.Order(AzuriteFixture.NewId())) with
            {
                Contact = Samples.Contact() with { Email = $"{name}@shop.example" },
            }
        );

        foreach (var table in (string[])["ContactIndex", "OrdersByCustomer", "OrdersByStatus", "Orders"])
        {
            await foreach (var row in azurite.Tables.GetTableClient(table).QueryAsync<TableEntity>())
                Assert.DoesNotContain(row, cell => cell.Value is string text && text.Contains(name, StringComparison.OrdinalIgnoreCase));
        }
    }
}
