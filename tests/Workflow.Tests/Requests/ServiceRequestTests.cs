using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Views;
using Workflow.Tests.Harness;

namespace Workflow.Tests.Requests;

/// <summary>After-sales requests on virtual time: answered, late, and at any time of an order.</summary>
public sealed class ServiceRequestTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Order_closes_only_when_its_request_is_answered()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);
        await shop.DeliverAsync(order);
        await shop.Hub.AdvanceAsync(TimeSpan.FromDays(13));
        var request = await AskAsync(shop, order);
        Assert.Contains(MailKind.RequestReceived, await shop.MailsAsync(order));

        await shop.Hub.AdvanceAsync(TimeSpan.FromDays(1.5));
        Assert.Equal(OrderStatus.Delivered, await shop.StatusAsync(order));
        await ReplyAsync(shop, order, request);

        var answered = (await shop.ReadAsync(order)).Cases.Single();
        Assert.Equal((CaseStatus.Answered, false), (answered.Status, answered.Escalated));
        Assert.Contains(MailKind.RequestAnswered, await shop.MailsAsync(order));
        await shop.AssertEndedAs(OrderStatus.Closed, order, alerts: (await shop.AlertsAsync(order)).ToArray());
    }

    [Fact]
    public async Task Unanswered_request_is_reminded_escalated_and_given_a_new_date()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();
        var request = await AskAsync(shop, order);
        await shop.PayAsync(order);

        await shop.Hub.AdvanceToAsync(request.RemindAt!.Value);
        Assert.Equal(["request_waits"], await shop.AlertsAsync(order));
        await shop.Hub.AdvanceToAsync(request.DueBy);
        Assert.Contains("request_overdue", await shop.AlertsAsync(order));
        Assert.Contains(MailKind.AnswerLate, await shop.MailsAsync(order));
        var late = (await shop.ReadAsync(order)).Cases.Single();
        Assert.True(late.Escalated);
        Assert.Equal(request.LateBy, RequestView.Of(late, "").AnswerBy);

        await shop.Hub.AdvanceToAsync(request.LateBy!.Value);
        Assert.Contains("request_overdue_again", await shop.AlertsAsync(order));
        await ReplyAsync(shop, order, request);
        Assert.Equal(CaseStatus.Answered, (await shop.ReadAsync(order)).Cases.Single().Status);
    }

    [Fact]
    public async Task Request_of_an_order_cancelled_meanwhile_is_still_answered()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();
        var request = await AskAsync(shop, order);

        await shop.CancelAsync(order);
        Assert.Equal(OrderStatus.Cancelled, await shop.StatusAsync(order));
        await ReplyAsync(shop, order, request);

        // An orchestration is not over while a child of it is open.
        await shop.AssertEndedAs(OrderStatus.Cancelled, order);
        Assert.Equal(CaseStatus.Answered, (await shop.ReadAsync(order)).Cases.Single().Status);
        Assert.Contains(MailKind.RequestAnswered, await shop.MailsAsync(order));
    }

    /// <summary>What the HTTP call does: the request is stored, then its order hears of it; twice, as after a crash.</summary>
    private static async Task<CaseState> AskAsync(Shop shop, Order order)
    {
        var filed = (await shop.Requests.FileAsync(order, "It does not start.", [], shop.Hub.Now, under: null, default))!;
        await shop.RaiseAsync(order.OrderId, OrderEvents.ServiceRequest, ServiceRequest.Of(filed));
        await shop.RaiseAsync(order.OrderId, OrderEvents.ServiceRequest, ServiceRequest.Of(filed));
        Assert.True((await shop.ReadAsync(order)).State.Commands[ServiceRequest.Of(filed).EventId].Accepted);
        return filed;
    }

    private static Task ReplyAsync(Shop shop, Order order, CaseState request) =>
        shop.RaiseAsync(
            CaseKinds.InstanceId(order.OrderId, CaseKind.Request, request.CaseId),
            OrderEvents.ServiceReply,
            new ServiceReply("reply", "AAAA", "mei")
        );
}
