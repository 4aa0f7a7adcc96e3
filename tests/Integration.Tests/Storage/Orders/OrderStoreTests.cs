using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Storage.Orders;

namespace Integration.Tests.Storage.Orders;

public sealed class OrderStoreTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Place_stores_order_contact_and_list_entry()
    {
        var stores = new Stores(azurite);
        var order = Samples.Order(AzuriteFixture.NewId());

        var outcome = await stores.Orders.PlaceAsync(Samples.Place(order));

        Assert.Equal(PlaceResult.Placed, outcome.Result);
        var found = await stores.Orders.FindAsync(order.OrderId);
        Assert.Equivalent(order, found!.Order);
        Assert.Equal(OrderStatus.Placed, found.State.Status);
        Assert.Equal(Samples.Contact(), await stores.Contacts.FindAsync(order.CustomerId, order.OrderId));
        Assert.Equal(order.OrderId, Assert.Single((await stores.Orders.OfCustomerAsync(order.CustomerId, null, null)).Orders).OrderId);
    }

    [Fact]
    public async Task Place_with_a_used_key_answers_with_the_first_order()
    {
        var stores = new Stores(azurite);
        var customer = AzuriteFixture.NewId("c");
        var first = Samples.Order(AzuriteFixture.NewId(), customer);
        await stores.Orders.PlaceAsync(Samples.Place(first));

        var repeated = await stores.Orders.PlaceAsync(Samples.Place(Samples.Order(AzuriteFixture.NewId(), customer)));
        var reused = await stores.Orders.PlaceAsync(Samples.Place(Samples.Order(AzuriteFixture.NewId(), customer), hash: "another"));

        Assert.Equal((PlaceResult.Repeated, first.OrderId), (repeated.Result, repeated.Order.OrderId));
        Assert.Equal(PlaceResult.KeyReused, reused.Result);
        Assert.Single((await stores.Orders.OfCustomerAsync(customer, null, null)).Orders);
    }

    [Fact]
    public async Task Place_at_the_same_moment_with_one_key_makes_one_order()
    {
        var customer = AzuriteFixture.NewId("c");

        var outcomes = await Task.WhenAll(
            Enumerable
                .Range(0, 16)
                .Select(async _ =>
                    await new Stores(azurite).Orders.PlaceAsync(Samples.Place(Samples.Order(AzuriteFixture.NewId(), customer)))
                )
        );

        Assert.Single(outcomes, outcome => outcome.Result == PlaceResult.Placed);
        Assert.Single(outcomes.Select(outcome => outcome.Order.OrderId).Distinct());
        Assert.Single((await new Stores(azurite).Orders.OfCustomerAsync(customer, null, null)).Orders);
    }

    [Fact]
    public async Task Place_refuses_the_number_of_another_order()
    {
        var stores = new Stores(azurite);
        var first = Samples.Order(AzuriteFixture.NewId());
        await stores.Orders.PlaceAsync(Samples.Place(first));

        var second = Samples.Order(AzuriteFixture.NewId()) with { OrderNumber = first.OrderNumber };

        await Assert.ThrowsAsync<InvalidOperationException>(() => stores.Orders.PlaceAsync(Samples.Place(second)));
        Assert.Null(await stores.Orders.FindAsync(second.OrderId));
    }

    [Fact]
    public Task Place_that_died_anywhere_is_finished_by_the_repeated_call() =>
        Stores.SurvivesEachDeathAsync(
            azurite,
            (stores, id) => stores.Orders.PlaceAsync(Samples.Place(Samples.Order(id))),
            async (stores, id) =>
            {
                Assert.NotNull(await stores.Orders.FindAsync(id));
                Assert.NotNull(await stores.Contacts.FindAsync("c-" + id, id));
                Assert.Single((await stores.Orders.OfCustomerAsync("c-" + id, null, null)).Orders);
            }
        );

    [Fact]
    public async Task Key_is_kept_for_what_was_asked_under_it_first()
    {
        var stores = new Stores(azurite);
        var order = await PlacedAsync(stores);

        Assert.True(await stores.Orders.KeepKeyAsync(order.OrderId, "k-1", "cancel HW-PRO 1"));
        Assert.True(await stores.Orders.KeepKeyAsync(order.OrderId, "k-1", "cancel HW-PRO 1"));
        Assert.False(await stores.Orders.KeepKeyAsync(order.OrderId, "k-1", "cancel HW-PRO 2"));
        Assert.True(await stores.Orders.KeepKeyAsync(order.OrderId, "k-2", "cancel HW-PRO 2"));
    }

    [Fact]
    public async Task Record_writes_all_of_a_step()
    {
        var stores = new Stores(azurite);
        var order = await PlacedAsync(stores);

        await stores.Orders.RecordAsync(Samples.Paid(order));

        var found = await stores.Orders.FindAsync(order.OrderId);
        Assert.Equal(OrderStatus.CheckingStock, found!.State.Status);
        Assert.Equal("capture:sandbox:evt_1", Assert.Single(found.Ledger).Key);
        Assert.Equal(
            [TimelineKind.Paid, TimelineKind.StockReserved],
            (await stores.Orders.TimelineAsync(order.OrderId)).Select(entry => entry.Kind)
        );
        Assert.True(await stores.Orders.IsHandledAsync(order.OrderId, "sandbox:evt_1"));
        Assert.False(await stores.Orders.IsHandledAsync(order.OrderId, "sandbox:evt_2"));
        Assert.Equal(
            OrderStatus.CheckingStock,
            Assert.Single((await stores.Orders.OfCustomerAsync(order.CustomerId, null, null)).Orders).Status
        );
        Assert.Contains(order.OrderId, Assert.Single(stores.Wire.Messages));
    }

    [Fact]
    public Task Record_that_died_anywhere_is_finished_by_the_repeated_call() =>
        Stores.SurvivesEachDeathAsync(
            azurite,
            async (stores, id) =>
            {
                var order = Samples.Order(id);
                await new Stores(azurite).Orders.PlaceAsync(Samples.Place(order));
                await stores.Orders.RecordAsync(Samples.Paid(order));
            },
            async (stores, id) =>
            {
                var found = await stores.Orders.FindAsync(id);
                Assert.Equal(1, found!.State.Sequence);
                Assert.Single(found.Ledger);
                Assert.Equal(2, (await stores.Orders.TimelineAsync(id)).Count);
                Assert.Equal(
                    OrderStatus.CheckingStock,
                    Assert.Single((await stores.Orders.OfCustomerAsync("c-" + id, null, null)).Orders).Status
                );
                Assert.NotEmpty(stores.Wire.Messages);
            }
        );

    [Fact]
    public async Task Record_of_an_older_step_does_not_turn_the_order_back()
    {
        var stores = new Stores(azurite);
        var order = await PlacedAsync(stores);
        await stores.Orders.RecordAsync(Samples.Paid(order, sequence: 2));

        await stores.Orders.RecordAsync(
            new(order.OrderId, Samples.State(order, OrderStatus.InReview, 1))
            {
                Timeline = [new(Samples.Noon, TimelineKind.ReviewPassed, Actor.Shop)],
            }
        );

        Assert.Equal(OrderStatus.CheckingStock, (await stores.Orders.FindAsync(order.OrderId))!.State.Status);
        Assert.Equal(
            OrderStatus.CheckingStock,
            Assert.Single((await stores.Orders.OfCustomerAsync(order.CustomerId, null, null)).Orders).Status
        );
        Assert.Equal(
            [TimelineKind.ReviewPassed, TimelineKind.Paid, TimelineKind.StockReserved],
            (await stores.Orders.TimelineAsync(order.OrderId)).Select(entry => entry.Kind)
        );
    }

    [Fact]
    public async Task Record_in_turns_by_two_processes_goes_forward_and_loses_nothing()
    {
        Stores[] processes = [new Stores(azurite), new Stores(azurite)];
        var order = Samples.Order(AzuriteFixture.NewId("o"));
        await processes[0].Orders.PlaceAsync(Samples.Place(order));

        for (var sequence = 1; sequence <= 6; sequence++)
            await processes[sequence / 2 % 2].Orders.RecordAsync(Step(order, sequence));
        await processes[0].Orders.RecordAsync(Step(order, 3));

        Assert.Equal(6, (await processes[1].Orders.FindAsync(order.OrderId))!.State.Sequence);
        Assert.Equal(6, (await processes[1].Orders.TimelineAsync(order.OrderId)).Count);
        var listed = await processes[1].Orders.OfCustomerAsync(order.CustomerId, status: null, continuation: null);
        Assert.Equal(OrderStatus.AwaitingPayment, Assert.Single(listed.Orders).Status);

        static Progress Step(Order order, int sequence) =>
            new(
                order.OrderId,
                InitialState.Of(order) with
                {
                    Sequence = sequence,
                    Status = sequence % 2 == 0 ? OrderStatus.AwaitingPayment : OrderStatus.InReview,
                }
            )
            {
                Timeline = [new TimelineEntry(order.PlacedAt, TimelineKind.PaymentSeen, Actor.Payment)],
            };
    }

    [Fact]
    public async Task Record_of_a_step_decided_anew_replaces_the_first_decision()
    {
        var stores = new Stores(azurite);
        var order = await PlacedAsync(stores);
        var first = Samples.Paid(order) with { DecidedAt = Samples.Noon };
        Progress anew = new(order.OrderId, Samples.State(order, OrderStatus.InReview, 1))
        {
            DecidedAt = Samples.Noon.AddMinutes(1),
            Timeline = [first.Timeline[0] with { Kind = TimelineKind.ReviewPassed }],
        };

        await stores.Orders.RecordAsync(first);
        await stores.Orders.RecordAsync(anew);
        await stores.Orders.RecordAsync(first);

        Assert.Equal(OrderStatus.InReview, (await stores.Orders.FindAsync(order.OrderId))!.State.Status);
        Assert.Equal(
            OrderStatus.InReview,
            Assert.Single((await stores.Orders.OfCustomerAsync(order.CustomerId, null, null)).Orders).Status
        );
        Assert.Equal([TimelineKind.ReviewPassed], (await stores.Orders.TimelineAsync(order.OrderId)).Select(entry => entry.Kind));
    }

    [Fact]
    public async Task Timeline_tells_of_the_later_decision_although_the_order_has_gone_on()
    {
        var stores = new Stores(azurite);
        var order = await PlacedAsync(stores);
        TimelineEntry Line(TimelineKind kind) => new(Samples.Noon, kind, Actor.Shop);
        await stores.Orders.RecordAsync(
            new(order.OrderId, Samples.State(order, OrderStatus.InReview, 1))
            {
                DecidedAt = Samples.Noon,
                Timeline = [Line(TimelineKind.ReviewPassed), Line(TimelineKind.PaymentAwaited)],
            }
        );
        await stores.Orders.RecordAsync(Samples.Paid(order, sequence: 2) with { DecidedAt = Samples.Noon.AddMinutes(2), Timeline = [] });

        await stores.Orders.RecordAsync(
            new(order.OrderId, Samples.State(order, OrderStatus.InReview, 1))
            {
                DecidedAt = Samples.Noon.AddMinutes(1),
                Timeline = [Line(TimelineKind.ReviewAwaited)],
            }
        );

        Assert.Equal(OrderStatus.CheckingStock, (await stores.Orders.FindAsync(order.OrderId))!.State.Status);
        Assert.Equal([TimelineKind.ReviewAwaited], (await stores.Orders.TimelineAsync(order.OrderId)).Select(entry => entry.Kind));
    }

    [Fact]
    public async Task Record_repeated_after_the_mail_was_sent_does_not_queue_it_again()
    {
        var stores = new Stores(azurite);
        var order = await PlacedAsync(stores);
        await stores.Orders.RecordAsync(Samples.Paid(order));
        var mail = await stores.Outbox.FindAsync(order.OrderId, MailKind.Paid, "");
        await stores.Outbox.MoveAsync((await stores.Outbox.MoveAsync(mail!, OutboxStatus.Sending))!, OutboxStatus.Sent);

        await stores.Orders.RecordAsync(Samples.Paid(order));

        Assert.Equal(OutboxStatus.Sent, (await stores.Outbox.FindAsync(order.OrderId, MailKind.Paid, ""))!.Status);
        Assert.Single(stores.Wire.Messages);
    }

    [Fact]
    public async Task Mail_is_moved_by_one_sender_only()
    {
        var stores = new Stores(azurite);
        var order = await PlacedAsync(stores);
        await stores.Orders.RecordAsync(Samples.Paid(order));
        var mail = (await stores.Outbox.FindAsync(order.OrderId, MailKind.Paid, ""))!;

        var moves = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => stores.Outbox.MoveAsync(mail, OutboxStatus.Sending)));

        Assert.Single(moves, moved => moved is not null);
    }

    [Fact]
    public async Task Ledger_entry_of_a_used_key_changes_nothing()
    {
        var stores = new Stores(azurite);
        var order = await PlacedAsync(stores);
        LedgerEntry entry = new("refund:cancel:requested", LedgerKind.RefundRequested, new(100, "USD"), Samples.Noon, null);
        await stores.Orders.AppendLedgerAsync(order.OrderId, entry);

        await stores.Orders.AppendLedgerAsync(order.OrderId, entry with { Amount = new(999, "USD") });
        await stores.Orders.RecordAsync(Samples.Paid(order) with { Ledger = [entry with { Amount = new(555, "USD") }] });

        Assert.Equal(entry, Assert.Single((await stores.Orders.FindAsync(order.OrderId))!.Ledger));
    }

    [Fact]
    public async Task Parcel_goes_forward_only_and_keeps_more_scans_than_a_property_holds()
    {
        var stores = new Stores(azurite);
        var order = await PlacedAsync(stores);
        Scan[] scans =
        [
            .. Enumerable
                .Range(0, 400)
                .Select(i => new Scan($"s{i}", Samples.Noon.AddMinutes(i), ParcelStatus.InTransit, null, "深圳", new string('行', 100))),
        ];
        ParcelState parcel = new()
        {
            Number = 1,
            Lines = [new("HW-PRO", 1)],
            Status = ParcelStatus.InTransit,
            Sequence = 2,
            Scans = scans,
        };

        await stores.Orders.RecordParcelAsync(new(order.OrderId, parcel) { Handled = ["sandbox:scan"] });
        await stores.Orders.RecordParcelAsync(new(order.OrderId, parcel with { Sequence = 1, Scans = [] }));

        var found = Assert.Single((await stores.Orders.FindAsync(order.OrderId))!.Parcels);
        Assert.Equal(scans, found.Scans);
        Assert.True(await stores.Orders.IsHandledAsync(order.OrderId, "sandbox:scan"));
    }

    [Fact]
    public async Task Step_that_is_too_large_for_a_transaction_is_refused_whole()
    {
        var stores = new Stores(azurite);
        var order = await PlacedAsync(stores);
        var step = Samples.Paid(order) with
        {
            Timeline =
            [
                .. Enumerable
                    .Range(0, 100)
                    .Select(i => new TimelineEntry(Samples.Noon.AddSeconds(i), TimelineKind.PaymentSeen, Actor.Shop)),
            ],
        };

        await Assert.ThrowsAsync<InvalidOperationException>(() => stores.Orders.RecordAsync(step));

        Assert.Equal(0, (await stores.Orders.FindAsync(order.OrderId))!.State.Sequence);
        Assert.Empty(await stores.Orders.TimelineAsync(order.OrderId));
    }

    [Theory]
    [InlineData("a/b\\c#d?e%f")]
    [InlineData("tab\tnew\nline\u0000\u0085")]
    [InlineData("quote'\"; drop")]
    [InlineData("李雷=2F")]
    public async Task Ids_of_strangers_are_stored_as_they_are(string hostile)
    {
        var stores = new Stores(azurite);
        var id = AzuriteFixture.NewId();
        var order = Samples.Order(id, customerId: id + hostile);

        await stores.Orders.PlaceAsync(Samples.Place(order, key: hostile));
        await stores.Orders.RecordAsync(Samples.Paid(order) with { Handled = [hostile, hostile + "x"] });

        Assert.True(await stores.Orders.IsHandledAsync(id, hostile));
        Assert.False(await stores.Orders.IsHandledAsync(id, hostile + "y"));
        Assert.Equal(id, Assert.Single((await stores.Orders.OfCustomerAsync(id + hostile, null, null)).Orders).OrderId);
        Assert.NotNull(await stores.Contacts.FindAsync(id + hostile, id));
    }

    private static async Task<Order> PlacedAsync(Stores stores)
    {
        var order = Samples.Order(AzuriteFixture.NewId());
        await stores.Orders.PlaceAsync(Samples.Place(order));
        return order;
    }
}
