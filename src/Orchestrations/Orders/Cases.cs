using Microsoft.DurableTask;
using Orders.Functions.Activities;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;
using Orders.Functions.Orchestrations.Claims;
using Orders.Functions.Orchestrations.Requests;
using Orders.Functions.Orchestrations.Returns;

namespace Orders.Functions.Orchestrations.Orders;

/// <summary>Claims, returns and after-sales requests that are filed: each runs as an orchestration of its own beside the order.</summary>
internal sealed class Cases(
    TaskOrchestrationContext context,
    OrderJournal journal,
    OrderInbox inbox,
    OrderParcels parcels,
    AfterSales afterSales
)
{
    /// <summary>Judged by whoever filed it, at the moment it was filed; what has been settled since is not claimed again.</summary>
    public Task TakeClaimAsync(ClaimFiled filed, Stage stage)
    {
        var against = Transitions.Against(journal.State.Status, Trigger.ClaimFiled);
        if (against is not null || stage == Stage.AtItsEnd || !parcels.AnyHandedOver)
        {
            return journal.RefuseAsync(filed.EventId, TimelineKind.ClaimRefused, against ?? stage.Refusal());
        }

        return parcels.AreWrittenOff(filed.Lines)
            ? journal.RefuseAsync(filed.EventId, TimelineKind.ClaimRefused, ReasonCode.ClaimSettled)
            : OpenClaimAsync(filed);
    }

    /// <summary>Judged by the moment at which it was filed, and by what was filed before it.</summary>
    public Task TakeReturnAsync(ReturnRequested requested, Stage stage)
    {
        if (stage == Stage.AtItsEnd)
        {
            return journal.RefuseAsync(requested.EventId, TimelineKind.ReturnRefused, stage.Refusal());
        }

        // What is not taken back at all was refused by whoever filed it: the catalogue knows.
        var against = ReturnRules.Against(
            journal.Order,
            journal.State,
            parcels.States,
            afterSales.Units,
            requested.Lines,
            requested.Wants,
            requested.FiledAt,
            new HashSet<string>()
        );
        var refunded = requested.Lines.FirstOrDefault(afterSales.AreRefunded);
        Reason? refusal =
            against.Count > 0 ? against[0].Reason
            : refunded is null ? null
            : new Reason(ReasonCode.AlreadyReturned, refunded.Sku);
        return refusal is { } reason
            ? journal.RefuseAsync(requested.EventId, TimelineKind.ReturnRefused, reason)
            : OpenReturnAsync(requested);
    }

    public Task TakeRequestAsync(ServiceRequest request, Stage stage) =>
        AgainstRequest(stage) is { } against
            ? journal.RefuseAsync(request.EventId, TimelineKind.RequestRefused, against)
            : OpenRequestAsync(request);

    /// <summary>
    /// A return that nobody has to ask for: the customer cancelled when the carrier had the goods already. To be called once they are
    /// delivered.
    /// </summary>
    /// <param name="requestId">Of the cancel request.</param>
    public async Task ReturnEverythingAsync(string requestId)
    {
        if (
            ReturnRules.Left(journal.Order, parcels.States, afterSales.Units) is { Count: > 0 } left
            && await context.CallActivityAsync<ReturnRequested?>(
                nameof(GrantReturn),
                new ReturnToGrant(journal.OrderId, requestId, left),
                Retries.Storage
            )
                is { } granted
        )
        {
            await OpenReturnAsync(granted);
        }
    }

    private Task OpenClaimAsync(ClaimFiled filed)
    {
        // What is under another claim or a return already is not granted by rule: a person looks at both.
        var isAlone = filed.Lines.All(line => afterSales.Units.Count(line.Sku, parcels.States) == 0);
        filed = isAlone ? filed : filed with { DecideByRuleUpTo = null };
        afterSales.Open(filed.ClaimId, filed.Lines, parcels.States);
        return OpenAsync(
            CaseKind.Claim,
            filed.ClaimId,
            nameof(ClaimOrchestration),
            new ClaimCase(journal.OrderId, filed),
            filed.EventId,
            TimelineKind.ClaimFiled
        );
    }

    private Task OpenReturnAsync(ReturnRequested requested)
    {
        afterSales.Open(requested.Rma, requested.Lines, parcels.States);
        var windows = journal.Order.Windows;
        return OpenAsync(
            CaseKind.Return,
            requested.Rma,
            nameof(ReturnOrchestration),
            new ReturnCase(journal.OrderId, requested, windows.ReturnParcel, windows.Answer),
            requested.EventId,
            TimelineKind.ReturnGranted
        );
    }

    private Task OpenRequestAsync(ServiceRequest request)
    {
        afterSales.Open(request.RequestId, [], parcels.States);
        return OpenAsync(
            CaseKind.Request,
            request.RequestId,
            nameof(ServiceRequestOrchestration),
            new RequestCase(journal.OrderId, request),
            request.EventId,
            TimelineKind.RequestFiled
        );
    }

    /// <summary>Takes a case up: its orchestration runs beside the order from now on.</summary>
    private Task OpenAsync(CaseKind kind, string caseId, string orchestration, object input, string eventId, TimelineKind timeline)
    {
        var options = new SubOrchestrationOptions(instanceId: CaseKinds.InstanceId(journal.OrderId, kind, caseId))
        {
            Version = context.Version,
        };
        inbox.Follow(context.FollowAsync<CaseEnd>(orchestration, input, options, end => end.CaseId == caseId));
        journal.Tell(timeline, Actor.Customer, ("case", caseId));
        journal.AcceptAndHandle(eventId);
        return journal.WriteAsync();
    }

    /// <summary>Whoever asked before the order stopped may have heard already that they will be answered.</summary>
    private ReasonCode? AgainstRequest(Stage stage) =>
        journal.State is { Status: OrderStatus.Cancelling, IsEnding: false }
            ? null
            : Transitions.Against(journal.State.Status, Trigger.ServiceRequest) ?? (stage == Stage.AtItsEnd ? stage.Refusal() : null);
}
