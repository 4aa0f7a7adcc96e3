using Microsoft.AspNetCore.Http;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Review;
using Orders.Functions.Domain.Status;
using Orders.Functions.Http.Operations;
using Orders.Functions.Storage.Messaging;
using Orders.Functions.Storage.Orders;

namespace Integration.Tests.Http.Operations;

/// <summary>What the people of operations find and close.</summary>
public sealed class OperationsTests(Face face) : IClassFixture<Face>
{
    [Fact]
    public async Task Order_is_found_by_each_number_customer_email_status_and_age()
    {
        var (customer, email, waybill) = (
            AzuriteFixture.NewId("c"),
            $"{AzuriteFixture.NewId("m")}@shop.example",
            AzuriteFixture.NewId("W").ToUpperInvariant()
        );
        var placed = await face.PlaceAsync(
            OrderRequests.Example(customer).With("customer.email", $"\"{email}\"").ToJsonString(),
            AzuriteFixture.NewId("k")
        );
        var (id, number) = (placed.Text("orderId"), placed.Text("orderNumber"));
        await face.Get<WaybillIndex>().BindAsync("scripted", waybill, id, 1, face.Time.GetUtcNow());
        await face.PlaceAsync(
            OrderRequests.Example(AzuriteFixture.NewId("c")).With("customer.email", $"\"{email}\"").ToJsonString(),
            AzuriteFixture.NewId("k")
        );
        var (claim, rma) = (
            AzuriteFixture.NewId("claim"),
            OrderIds.Rma(System.Security.Cryptography.RandomNumberGenerator.GetBytes(OrderIds.OrderNumberBytes))
        );
        await face.Orders.FileCaseAsync(id, Case(CaseKind.Claim, claim));
        await face.Orders.FileCaseAsync(id, Case(CaseKind.Return, rma));
        face.Time.Advance(TimeSpan.FromHours(2));

        Assert.Equal([id], await SearchAsync($"?orderNumber={number.ToLowerInvariant()}"));
        Assert.Equal([id], await SearchAsync($"?customerId={customer}"));
        Assert.Equal(2, (await SearchAsync($"?email={email.ToUpperInvariant()}")).Count);
        Assert.Equal([id], await SearchAsync($"?email={email}&customerId={customer}"));
        Assert.Equal([id], await SearchAsync($"?waybill={waybill}"));
        Assert.Equal([id], await SearchAsync($"?claim={claim}"));
        Assert.Equal([id], await SearchAsync($"?rma={rma.ToLowerInvariant()}"));
        Assert.Equal([id], await SearchAsync($"?waybill={waybill[..4]}%20{waybill[4..].ToLowerInvariant()}%E2%80%8B"));
        Assert.Equal([id], await SearchAsync($"?orderNumber={number.Replace("-", "%E2%88%92", StringComparison.Ordinal)}"));
        Assert.Equal(2, (await SearchAsync($"?email={email.Replace("@", "%EF%BC%A0", StringComparison.Ordinal)}%C2%A0")).Count);
        Assert.Equal([id], await SearchAsync($"?customerId={customer}&status=placed&olderThan=PT1H"));
        Assert.Empty(await SearchAsync($"?customerId={customer}&status=placed&olderThan=PT3H"));
        Assert.Empty(await SearchAsync($"?customerId={customer}&status=closed"));
        Assert.Empty(await SearchAsync("?orderNumber=R-22222-22222&email=nobody@shop.example"));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("?status=lost&olderThan=3bd", "status,olderThan")]
    public async Task Search_says_all_that_is_wrong_with_it(string query, string fields)
    {
        var request = Ops("get", query: query);

        var answer = await face.AnswerAsync(await face.Get<SearchOrders>().RunAsync(request, default), request, "/api/ops/search");

        Assert.Equal(400, answer.Status);
        Assert.Equal(fields.Split(','), answer.Errors);
    }

    [Fact]
    public async Task Closed_alert_keeps_its_note_and_is_not_raised_again()
    {
        var (alerts, cause) = (face.Get<OpsAlerts>(), $"a/cause with:{AzuriteFixture.NewId()}");
        await alerts.RaiseAsync(cause, AlertKind.Silent, "o-1", cause);
        var id = (await ListAsync("")).Single(alert => alert.GetProperty("text").GetString() == cause).GetProperty("id").GetString()!;

        var closed = await CloseAsync(id, """{ "by": "Mei", "note": "Called the carrier." }""");
        var again = await CloseAsync(id, """{ "by": "Tom" }""");
        await alerts.RaiseAsync(cause, AlertKind.Silent, "o-1", cause);

        Assert.Equal((200, "Mei", "Called the carrier."), (closed.Status, closed.Text("closedBy"), closed.Text("note")));
        Assert.Equal((200, "Mei"), (again.Status, again.Text("closedBy")));
        Assert.DoesNotContain(await ListAsync(""), alert => alert.GetProperty("id").GetString() == id);
        Assert.Contains(await ListAsync("?state=closed"), alert => alert.GetProperty("id").GetString() == id);
        Assert.Equal(404, (await CloseAsync("nothing", """{ "by": "Mei" }""")).Status);
        Assert.Equal(["by", "note"], (await CloseAsync(id, """{ "note": 1 }""")).Errors.Order());
    }

    [Fact]
    public async Task Work_shows_each_queue_by_deadline_and_how_long_it_is()
    {
        var alerts = face.Get<OpsAlerts>();
        var (late, soon) = (await InReviewAsync(TimeSpan.FromHours(9)), await InReviewAsync(TimeSpan.FromHours(3)));
        await alerts.RaiseAsync(AzuriteFixture.NewId(), AlertKind.Silent, "o-1", "Something is wrong.");

        var reviews = await WorkAsync("?queue=reviews");
        var tasks = await WorkAsync("?queue=tasks");
        var all = await WorkAsync("");

        var shown = reviews.Body.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("orderId").GetString()).ToList();
        Assert.InRange(shown.IndexOf(soon), 0, shown.IndexOf(late) - 1);
        Assert.Contains(
            tasks.Body.GetProperty("items").EnumerateArray(),
            item => item.GetProperty("what").GetString() == "Something is wrong."
        );
        Assert.Contains(
            all.Body.GetProperty("queues").EnumerateArray(),
            queue => queue.GetProperty("queue").GetString() == "reviews" && queue.GetProperty("count").GetInt32() >= 2
        );
        Assert.Equal(400, (await WorkAsync("?queue=holidays")).Status);
    }

    [Fact]
    public async Task Review_list_shows_score_and_rules_and_decides_only_what_waits()
    {
        var inReview = await InReviewAsync(TimeSpan.FromHours(1));
        var placed = (
            await face.PlaceAsync(OrderRequests.Example(AzuriteFixture.NewId("c")).ToJsonString(), AzuriteFixture.NewId("k"))
        ).Text("orderId");
        var list = Ops("get");

        var reviews = await face.AnswerAsync(await face.Get<ReviewOperations>().ListAsync(list, default), list, "/api/ops/reviews");
        var tooEarly = await DecideAsync(placed, """{ "decision": "pass", "reason": "fine", "by": "Mei" }""");
        var wrong = await DecideAsync(inReview, """{ "decision": "perhaps", "by": "" }""");

        var shown = Assert.Single(
            reviews.Body.GetProperty("reviews").EnumerateArray(),
            review => review.GetProperty("orderId").GetString() == inReview
        );
        Assert.Equal((75, RiskRules.ManyOrders), (shown.GetProperty("score").GetInt32(), shown.GetProperty("rules")[0].GetString()));
        Assert.Equal((409, "not_in_review"), (tooEarly.Status, tooEarly.Text("reason")));
        Assert.Equal(
            (400, 404),
            (wrong.Status, (await DecideAsync("nothing", """{ "decision": "pass", "reason": "fine", "by": "Mei" }""")).Status)
        );
        Assert.Equal(["decision", "reason", "by"], wrong.Errors);
    }

    private CaseState Case(CaseKind kind, string id) =>
        new()
        {
            Kind = kind,
            CaseId = id,
            Status = CaseStatus.Open,
            FiledAt = face.Time.GetUtcNow(),
            DueBy = face.Time.GetUtcNow().AddDays(3),
        };

    private async Task<string> InReviewAsync(TimeSpan decideIn)
    {
        var id = (await face.PlaceAsync(OrderRequests.Example(AzuriteFixture.NewId("c")).ToJsonString(), AzuriteFixture.NewId("k"))).Text(
            "orderId"
        );
        var record = (await face.Orders.FindAsync(id))!;
        var decideBy = face.Time.GetUtcNow() + decideIn;
        await face.Orders.RecordAsync(
            new(
                id,
                record.State with
                {
                    Status = OrderStatus.InReview,
                    Sequence = 1,
                    ManualReview = new ManualReview(75, [RiskRules.ManyOrders], decideBy - (decideIn / 2), decideBy),
                    Deadlines = new Dictionary<OrderDeadline, DateTimeOffset> { [OrderDeadline.Review] = decideBy },
                }
            )
        );
        return id;
    }

    private async Task<IReadOnlyList<string>> SearchAsync(string query)
    {
        var request = Ops("get", query: query);
        var answer = await face.AnswerAsync(await face.Get<SearchOrders>().RunAsync(request, default), request, "/api/ops/search");
        return [.. answer.Body.GetProperty("orders").EnumerateArray().Select(order => order.GetProperty("orderId").GetString()!)];
    }

    private async Task<IReadOnlyList<System.Text.Json.JsonElement>> ListAsync(string query)
    {
        var request = Ops("get", query: query);
        var answer = await face.AnswerAsync(await face.Get<AlertOperations>().ListAsync(request, default), request, "/api/ops/alerts");
        return [.. answer.Body.GetProperty("alerts").EnumerateArray()];
    }

    private async Task<Face.Answer> CloseAsync(string id, string json)
    {
        var request = Ops("post", json);
        return await face.AnswerAsync(
            await face.Get<AlertOperations>().CloseAsync(request, id, default),
            request,
            "/api/ops/alerts/{id}/close"
        );
    }

    private async Task<Face.Answer> WorkAsync(string query)
    {
        var request = Ops("get", query: query);
        return await face.AnswerAsync(await face.Get<ListWork>().RunAsync(request, default), request, "/api/ops/work");
    }

    private async Task<Face.Answer> DecideAsync(string orderId, string json)
    {
        var request = Ops("post", json);
        return await face.AnswerAsync(
            await face.Get<ReviewOperations>().DecideAsync(request, orderId, face.Hub.Client, default),
            request,
            "/api/ops/orders/{orderId}/review"
        );
    }

    private HttpRequest Ops(string method, string? json = null, string query = "") =>
        face.Request(method, json, query, ("x-functions-key", "ops"));
}
