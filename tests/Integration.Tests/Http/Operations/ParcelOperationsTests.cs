using Integration.Tests.Documents;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Orders.Functions.Commands.Shipping;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Http;
using Orders.Functions.Http.Operations;
using Orders.Functions.Http.Storefront;

namespace Integration.Tests.Http.Operations;

/// <summary>What operations may do with a parcel, and when not. That the parcel then does it: <c>EndToEnd.Tests.SetbackTests</c>.</summary>
public sealed class ParcelOperationsTests(Face face) : IClassFixture<Face>
{
    private const string Void = """{ "reason": "label torn", "by": "mei" }""";

    [Theory]
    [InlineData(ParcelStatus.Preparing, null, false, "not_booked")]
    [InlineData(ParcelStatus.PickedUp, "W-1", false, "handed_over")]
    [InlineData(ParcelStatus.LabelCreated, "W-1", true, "finished")]
    public async Task Waybill_that_cannot_be_taken_back_stays_and_the_reason_is_told(
        ParcelStatus status,
        string? waybill,
        bool voided,
        string reason
    )
    {
        var number = await PackedAsync(status, waybill, voided);

        var answer = await VoidAsync(number, Void);

        Assert.Equal((409, reason), (answer.Status, answer.Text("reason")));
        Assert.NotEmpty(answer.Text("detail"));
    }

    [Fact]
    public async Task Void_names_everything_that_is_wrong_and_what_is_missing()
    {
        var number = await PackedAsync(ParcelStatus.LabelCreated, "W-1");

        Assert.Equal(["reason", "by", "why"], (await VoidAsync(number, """{ "reason": "", "why": 1 }""")).Errors);
        Assert.Equal(404, (await VoidAsync(number, Void, parcel: 2)).Status);
        Assert.Equal(404, (await VoidAsync(number, "{}", parcel: 2)).Status);
        Assert.Equal(404, (await VoidAsync("R-22222-22222", Void)).Status);
        Assert.Equal(401, (await VoidAsync(number, Void, key: "wrong")).Status);
    }

    [Fact]
    public async Task Inspection_accounts_for_every_unit_of_a_parcel_that_is_back()
    {
        var number = await PackedAsync(ParcelStatus.InTransit, "W-1");

        Assert.Equal(["lines[0].sku", "lines"], (await InspectAsync(number, "AC-CABLE", 1)).Errors);
        var strange = await InspectAsync(number, "HW-PRO", 2);
        Assert.Equal((422, "lines"), (strange.Status, Assert.Single(strange.Errors)));
        Assert.Equal(
            (400, "lines[0].quantity"),
            ((await InspectAsync(number, "HW-PRO", 0)).Status, Assert.Single((await InspectAsync(number, "HW-PRO", 0)).Errors))
        );
        Assert.Equal(404, (await InspectAsync(number, "HW-PRO", 0, parcel: 2)).Status);
        var early = await InspectAsync(number, "HW-PRO", 1);
        Assert.Equal((409, "not_returned"), (early.Status, early.Text("reason")));
    }

    [Theory]
    [InlineData("OpsPackingList", "packing-list.pdf")]
    [InlineData("OpsParcelLabel", "label.pdf")]
    public async Task Papers_of_a_parcel_open_with_the_key_of_operations(string function, string paper)
    {
        var number = await PackedAsync(ParcelStatus.LabelCreated, "W-4711");
        Task<IResult> PaperAsync(HttpRequest request, int parcel) =>
            paper == "label.pdf"
                ? Operations().LabelAsync(request, number, parcel, default)
                : Operations().PackingListAsync(request, number, parcel, default);
        var request = face.Request("get", headers: ("x-functions-key", "ops"));

        var printed = Assert.IsType<FileContentHttpResult>(
            await CalledFunction.BehindDoorAsync("ops", function, request, () => PaperAsync(request, 1))
        );

        Assert.Equal(("application/pdf", "no-store"), (printed.ContentType, request.HttpContext.Response.Headers.CacheControl.ToString()));
        var text = LabelText.Of(printed.FileContents.ToArray());
        Assert.All([number, "W-4711", "Parcel1of1", "Shipdate", "FROM"], said => Assert.Contains(said, text, StringComparison.Ordinal));
        Assert.Equal(404, Assert.IsType<Problem>(await PaperAsync(request, 2)).Status);
        var stranger = face.Request("get");
        await CalledFunction.BehindDoorAsync("ops", function, stranger, () => PaperAsync(stranger, 1));
        Assert.Equal(401, stranger.HttpContext.Response.StatusCode);
    }

    [Fact]
    public async Task Papers_of_a_parcel_are_the_same_for_the_storefront()
    {
        var number = await PackedAsync(ParcelStatus.LabelCreated, "W-4712");
        var order = (await face.Orders.FindByNumberAsync(number))!.Order;
        var storefront = new ParcelLabel(face.Orders, face.Get<ParcelPapers>());

        var label = await storefront.RunAsync(face.Request("get"), order.OrderId, 1, default);
        var list = await storefront.PackingListAsync(face.Request("get"), order.OrderId, 1, default);

        Assert.Equal(
            LabelText.Of(Content(await Operations().LabelAsync(face.Request("get"), number, 1, default))),
            LabelText.Of(Content(label))
        );
        Assert.Contains("HW-PRO", LabelText.Of(Content(list)), StringComparison.Ordinal);
        Assert.Equal(404, Assert.IsType<Problem>(await storefront.PackingListAsync(face.Request("get"), "o-none", 1, default)).Status);

        static byte[] Content(IResult result) => Assert.IsType<FileContentHttpResult>(result).FileContents.ToArray();
    }

    /// <summary>An order with one wallet in one parcel.</summary>
    /// <returns>Its number.</returns>
    private async Task<string> PackedAsync(ParcelStatus status, string? waybill, bool voided = false)
    {
        var placed = await face.PlaceAsync(OrderRequests.Example(AzuriteFixture.NewId("c")).ToJsonString(), AzuriteFixture.NewId("k"));
        await face.Orders.RecordParcelAsync(
            new ParcelProgress(
                placed.Text("orderId"),
                new ParcelState
                {
                    Number = 1,
                    Lines = [new("HW-PRO", 1)],
                    Status = status,
                    Sequence = 1,
                    Carrier = "scripted",
                    Waybill = waybill,
                    Voided = voided,
                }
            )
        );
        return placed.Text("orderNumber");
    }

    private async Task<Face.Answer> VoidAsync(string number, string json, int parcel = 1, string key = "ops")
    {
        var request = face.Request("post", json, headers: ("x-functions-key", key));
        return await face.BehindDoorAsync(
            "OpsVoidParcel",
            request,
            "/api/ops/orders/{number}/parcels/{n}/void",
            () => Operations().VoidAsync(request, number, parcel, face.Hub.Client, default)
        );
    }

    private async Task<Face.Answer> InspectAsync(string number, string sku, int quantity, int parcel = 1)
    {
        var request = face.Request(
            "post",
            $$"""{ "lines": [{ "sku": "{{sku}}", "quantity": {{quantity}}, "condition": "as_new" }], "then": "refund", "by": "mei" }""",
            headers: ("x-functions-key", "ops")
        );
        return await face.AnswerAsync(
            await Operations().InspectAsync(request, number, parcel, face.Hub.Client, default),
            request,
            "/api/ops/orders/{number}/parcels/{n}/inspection"
        );
    }

    private ParcelOperations Operations() =>
        new(face.Orders, face.Get<ParcelPapers>(), face.Get<VoidWaybillCommand>(), face.Get<InspectParcelCommand>());
}
