using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Promises;
using Orders.Functions.Http.Operations;
using Orders.Functions.Storage.Orders;

namespace Integration.Tests.Http.Operations;

public sealed class PromiseReportTests(Face face) : IClassFixture<Face>
{
    [Fact]
    public async Task Operations_see_promises_kept_and_broken()
    {
        var by = new DateTimeOffset(2199, 5, 1, 0, 0, 0, WarehouseCalendar.Zone);
        var promise = new PromiseState
        {
            Kind = PromiseKind.Delivery,
            Reference = "parcel-1",
            By = by,
            CalendarVersion = "CN-1",
            ShippingClass = ShippingClass.Economy,
            Carrier = "sandbox",
        };
        await face.Get<PromiseStore>().WriteAsync("o-1", [promise.Fulfil(by)]);
        await face.Get<PromiseStore>().WriteAsync("o-2", [promise.Break(by, ReasonCode.Lost)]);

        var report = await AskAsync("?from=2199-05-01&to=2199-05-02");

        var group = Assert.Single(report.Body.GetProperty("groups").EnumerateArray());
        Assert.Equal(
            ("economy", "sandbox", 1, 1),
            (
                group.GetProperty("shippingClass").GetString(),
                group.GetProperty("carrier").GetString(),
                group.GetProperty("kept").GetInt32(),
                group.GetProperty("broken").GetInt32()
            )
        );
        Assert.Equal("o-2", Assert.Single(report.Body.GetProperty("broken").EnumerateArray()).GetProperty("orderId").GetString());
        Assert.Equal(200, (await AskAsync("")).Status);
    }

    [Theory]
    [InlineData("?from=yesterday", "from")]
    [InlineData("?from=2026-02-01&to=2026-01-01", "from")]
    [InlineData("?from=2020-01-01&to=2026-01-01", "from")]
    [InlineData("?to=2026-13-01", "to")]
    public async Task Wrong_time_is_told(string query, string field) => Assert.Equal([field], (await AskAsync(query)).Errors);

    private async Task<Face.Answer> AskAsync(string query)
    {
        var request = face.Request("get", query: query, headers: [("x-functions-key", "ops")]);
        return await face.AnswerAsync(await face.Get<ListPromises>().RunAsync(request, default), request, "/api/ops/promises");
    }
}
