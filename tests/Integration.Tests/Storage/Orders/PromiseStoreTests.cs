using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Promises;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Storage.Orders;

namespace Integration.Tests.Storage.Orders;

public sealed class PromiseStoreTests(AzuriteFixture azurite)
{
    // A time of its own for each test: the table is shared, and asked by time.
    private static int _years = 2100;
    private readonly DateTimeOffset _by = new(Interlocked.Increment(ref _years), 1, 31, 15, 59, 59, TimeSpan.Zero);
    private readonly Stores _stores = new(azurite);

    [Fact]
    public async Task End_of_a_promise_is_written_once_and_survives_repeats()
    {
        var order = Samples.Order(AzuriteFixture.NewId("o"));
        await _stores.Orders.PlaceAsync(Samples.Place(order));
        var parcel = new ParcelState
        {
            Number = 1,
            Lines = [],
            Status = ParcelStatus.LabelCreated,
            Sequence = 1,
        };
        var booked = new ParcelProgress(order.OrderId, parcel)
        {
            Promises = [Open("parcel-1"), Open("parcel-1") with { Kind = PromiseKind.Delivery, By = _by.AddDays(5) }],
        };
        var pickedUp = new ParcelProgress(order.OrderId, parcel with { Sequence = 2 })
        {
            Promises = [Open("parcel-1").Fulfil(_by.AddHours(-1))],
        };

        await _stores.Orders.RecordParcelAsync(booked);
        await _stores.Orders.RecordParcelAsync(pickedUp);
        await _stores.Orders.RecordParcelAsync(booked);
        await _stores.Orders.RecordParcelAsync(pickedUp with { Promises = [Open("parcel-1").Break(_by.AddHours(1), ReasonCode.Late)] });

        // The second falls due in the next month.
        var due = await Store.DueAsync(_by.AddDays(-1), _by.AddDays(6));
        Assert.Equal([PromiseOutcome.Kept, PromiseOutcome.Open], due.Select(record => record.Promise.Outcome));
        Assert.Equal(order.OrderId, due[0].OrderId);
        Assert.Equal(["CN-1"], due.Select(record => record.Promise.CalendarVersion).Distinct());
    }

    [Fact]
    public async Task Only_what_falls_due_within_the_time_is_found()
    {
        await Store.WriteAsync("o-1", [Open("parcel-1"), Open("parcel-2") with { By = _by.AddDays(40) }]);

        Assert.Empty(await Store.DueAsync(_by.AddDays(-3), _by));
        Assert.Equal("parcel-1", Assert.Single(await Store.DueAsync(_by, _by.AddSeconds(1))).Promise.Reference);
        Assert.Equal(2, (await Store.DueAsync(_by, _by.AddDays(41))).Count);
    }

    [Fact]
    public async Task Case_settles_its_promise_and_keeps_what_it_was_counted_by()
    {
        var order = Samples.Order(AzuriteFixture.NewId("o"));
        await _stores.Orders.PlaceAsync(Samples.Place(order));
        var request = new CaseState
        {
            Kind = CaseKind.Request,
            CaseId = AzuriteFixture.NewId("q"),
            Status = CaseStatus.Open,
            FiledAt = _by.AddDays(-2),
            DueBy = _by,
        };
        var promise = new PromiseState
        {
            Kind = PromiseKind.Answer,
            Reference = $"request:{request.CaseId}",
            By = _by,
        };
        await _stores.Orders.FileCaseAsync(order.OrderId, request);

        await _stores.Orders.RecordCaseAsync(new CaseProgress(order.OrderId, request with { Sequence = 1 }) { Promises = [promise] });
        var open = Assert.Single(await Store.DueAsync(_by, _by.AddSeconds(1))).Promise;
        Assert.Equal((PromiseOutcome.Open, BusinessCalendars.BuiltIn.Warehouse.Version), (open.Outcome, open.CalendarVersion));

        await _stores.Orders.RecordCaseAsync(
            new CaseProgress(order.OrderId, request with { Sequence = 2 })
            {
                Promises = [promise.Break(_by, ReasonCode.Late, _by.AddDays(1)) with { CalendarVersion = "a later one" }],
            }
        );
        var settled = Assert.Single(await Store.DueAsync(_by, _by.AddSeconds(1))).Promise;
        Assert.Equal(
            (PromiseOutcome.Broken, ReasonCode.Late, _by.AddDays(1), open.CalendarVersion),
            (settled.Outcome, settled.Reason, settled.NewBy!.Value, settled.CalendarVersion)
        );
    }

    private PromiseStore Store => new(_stores.Tables, _stores.Retry);

    private PromiseState Open(string reference) =>
        new()
        {
            Kind = PromiseKind.Handling,
            Reference = reference,
            By = _by,
            CalendarVersion = "CN-1",
            ShippingClass = ShippingClass.Express,
            Carrier = "sandbox",
        };
}
