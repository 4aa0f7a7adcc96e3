using Microsoft.DurableTask.Client;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Commands.AfterSales;

/// <summary>A person answers an after-sales request; the customer gets it by mail.</summary>
public sealed class ReplyToRequestCommand(CaseDesk desk, OrderStore orders, CaseTexts texts, IdSource ids)
{
    public async Task<Outcome<CaseAfter>> RunAsync(DurableTaskClient client, RequestReply reply, CancellationToken cancellation)
    {
        if (await desk.FindAsync(CaseKind.Request, reply.RequestId, cancellation) is not var (orderId, filed))
            return new Missing("request");
        if (!filed.IsOpen)
            return Answered(filed);

        var order = await orders.GetAsync(orderId, cancellation);
        var eventId = ids.EventId("reply");
        if (await desk.TakeUpAsync(client, orderId, filed, cancellation) is { } nobody)
            return nobody;
        var sealedText = await texts.SealAnswerAsync(order.CustomerId, reply.RequestId, reply.Text, cancellation);
        var answer = new ServiceReply(eventId, sealedText, reply.By);
        return await desk.DecideAsync(client, orderId, filed, (OrderEvents.ServiceReply, eventId, answer), Answered, cancellation);
    }

    private static Refusal Answered(CaseState filed) => new(Refused.RequestReply, ReasonCode.RequestAnswered) { Case = filed };
}

/// <param name="Text">For the customer.</param>
public sealed record RequestReply(string RequestId, string Text, string By);
