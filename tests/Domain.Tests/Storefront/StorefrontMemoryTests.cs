using System.Text.Json;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Storefront;

namespace Domain.Tests.Storefront;

public sealed class StorefrontMemoryTests
{
    private static readonly DateTimeOffset _noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Step_tells_what_happened_and_then_the_status()
    {
        var (after, messages) = StorefrontMemory.None.Tell(
            Step(1, OrderStatus.CheckingStock, TimelineKind.PaymentReceived, TimelineKind.Paid)
        );

        Assert.Equal(["payment.received", "order.paid", "order.checking_stock"], messages.Select(message => message.Type));
        Assert.Equal([1, 2, 3], messages.Select(message => message.Sequence));
        Assert.All(messages, message => Assert.Equal(OrderStatus.CheckingStock, message.Status));
        Assert.Equal(3, after.Count);
    }

    [Fact]
    public void Repeated_step_tells_nothing()
    {
        var step = Step(1, OrderStatus.CheckingStock, TimelineKind.Paid);
        var (after, _) = StorefrontMemory.None.Tell(step);

        Assert.Empty(after.Tell(step).Messages);
        Assert.Empty(after.Tell(step with { At = _noon.AddSeconds(5), IsNewStatus = false }).Messages);
    }

    [Fact]
    public void Step_that_is_decided_again_tells_only_what_is_new()
    {
        var (after, _) = StorefrontMemory.None.Tell(Step(1, OrderStatus.CheckingStock, TimelineKind.Paid));
        var (last, messages) = after.Tell(Step(1, OrderStatus.CheckingStock, TimelineKind.Paid, TimelineKind.StockShort));

        Assert.Equal(["stock.short"], messages.Select(message => message.Type));
        Assert.Equal(3, messages[0].Sequence);
        Assert.Empty(last.Tell(Step(1, OrderStatus.CheckingStock, TimelineKind.Paid, TimelineKind.StockShort)).Messages);
    }

    [Fact]
    public void Same_thing_twice_in_a_step_is_told_twice()
    {
        var step = Step(1, null, TimelineKind.ScanInTransit, TimelineKind.ScanCustoms) with { Source = "p2" };
        var (after, messages) = StorefrontMemory.None.Tell(step);

        Assert.Equal(["shipment.updated", "shipment.updated"], messages.Select(message => message.Type));
        Assert.All(messages, message => Assert.Equal(2, message.Parcel));
        Assert.Empty(after.Tell(step).Messages);
    }

    [Fact]
    public void Late_execution_of_an_older_step_tells_nothing()
    {
        var (after, _) = StorefrontMemory.None.Tell(Step(5, OrderStatus.Shipped));

        Assert.Empty(after.Tell(Step(4, OrderStatus.Preparing, TimelineKind.Paid)).Messages);
    }

    [Fact]
    public void Parcel_tells_with_the_status_that_its_order_has()
    {
        var (after, _) = StorefrontMemory.None.Tell(Step(1, OrderStatus.Preparing));
        var (_, messages) = after.Tell(Step(1, null, TimelineKind.ParcelBooked) with { Source = "p1" });

        Assert.Equal(
            ("shipment.booked", 1, OrderStatus.Preparing, 2),
            (messages[0].Type, messages[0].Parcel, messages[0].Status, messages[0].Sequence)
        );
    }

    [Theory]
    [InlineData("case", TimelineKind.ClaimFiled, "claimId")]
    [InlineData("claim", TimelineKind.ClaimDeclined, "claimId")]
    [InlineData("rma", TimelineKind.ReturnArrived, "rma")]
    [InlineData("request", TimelineKind.RequestAnswered, "requestId")]
    public void Case_is_named_as_the_API_names_it(string fact, TimelineKind kind, string member)
    {
        var facts = new Dictionary<string, string>(StringComparer.Ordinal) { [fact] = "x-1" };
        var step = Step(1, null) with { Timeline = [new(_noon, kind, Actor.Customer, facts)] };
        var data = Data(StorefrontMemory.None.Tell(step).Messages.Single());

        Assert.Equal("x-1", data.GetProperty(member).GetString());
    }

    [Fact]
    public void Body_is_thin_and_the_same_each_time()
    {
        var message = new StorefrontMessage("o-1", 7, "order.paid", _noon, OrderStatus.CheckingStock);

        Assert.Equal(
            """{"type":"order.paid","timestamp":"2026-11-23T12:00:00+00:00","data":{"orderId":"o-1","orderNumber":"R-1","status":"checking_stock","sequence":7,"href":"/api/orders/o-1"}}""",
            System.Text.Encoding.UTF8.GetString(message.Body("R-1"))
        );
        Assert.Equal(
            message.Body("R-1"),
            JsonSerializer
                .Deserialize<StorefrontMessage>(JsonSerializer.Serialize(message, OrderJson.Options), OrderJson.Options)!
                .Body("R-1")
        );
        Assert.Equal("msg_o-1_7", message.Id);
    }

    private static JsonElement Data(StorefrontMessage message) =>
        JsonSerializer.Deserialize<JsonElement>(message.Body("R-1")).GetProperty("data");

    private static StorefrontStep Step(int sequence, OrderStatus? status, params TimelineKind[] kinds) =>
        new(
            "o-1",
            "o",
            sequence,
            _noon,
            status,
            status is not null,
            [.. kinds.Select(kind => new TimelineEntry(_noon, kind, Actor.System))]
        );
}
