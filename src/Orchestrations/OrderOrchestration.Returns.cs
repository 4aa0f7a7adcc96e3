using Orders.Functions.Activities;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Orchestrations;

// Returns and after-sales requests, where they differ from other cases.
public sealed partial class OrderOrchestration
{
    /// <summary>Units under a claim or return, or settled by one, by case: they cannot be given back (again).</summary>
    private readonly Dictionary<string, IReadOnlyList<ParcelLine>> _gone = new(StringComparer.Ordinal);

    private UnitsInCases Gone => new(
        [.. _gone.Where(filed => _openCases.Contains(filed.Key)).SelectMany(filed => filed.Value)],
        [.. _gone.Where(filed => !_openCases.Contains(filed.Key)).SelectMany(filed => filed.Value)]);

    private IReadOnlyList<ParcelState> ParcelStates => [.. _parcels.Select(parcel => parcel.State).OfType<ParcelState>()];

    /// <summary>Judged by the moment at which it was filed, and by what was filed before it.</summary>
    private Task TakeReturnAsync(ReturnRequested requested, string refusal)
    {
        if (refusal == Finished)
        {
            return RefuseAsync(requested.EventId, "return", refusal);
        }

        // What is not taken back at all was refused by whoever filed it: the catalogue knows.
        var against = ReturnRules.Against(_order, _state, ParcelStates, Gone, requested.Lines, requested.Wants, requested.FiledAt, new HashSet<string>(StringComparer.Ordinal));
        var reason = against.Count > 0 ? against[0].Reason : requested.Lines.FirstOrDefault(IsPaidBack) is { } paid ? $"already_returned:{paid.Sku}" : null;
        return reason is null ? OpenReturnAsync(requested) : RefuseAsync(requested.EventId, "return", reason);
    }

    private Task OpenReturnAsync(ReturnRequested requested)
    {
        _gone[requested.Rma] = requested.Lines;
        return OpenCaseAsync(
            CaseKind.Return,
            requested.Rma,
            nameof(ReturnOrchestration),
            new ReturnCase(_order.OrderId, requested, _order.Windows.ReturnParcel, _order.Windows.Answer),
            requested.EventId,
            "return_granted");
    }

    /// <summary>A return that nobody has to ask for: the customer cancelled when the carrier had the goods already. To be called once they are delivered.</summary>
    /// <param name="requestId">Of the cancel request.</param>
    private async Task ReturnEverythingAsync(string requestId)
    {
        if (ReturnRules.Left(_order, ParcelStates, Gone) is { Count: > 0 } left)
        {
            await OpenReturnAsync(await _context.CallActivityAsync<ReturnRequested>(nameof(GrantReturn), new ReturnToGrant(_order.OrderId, requestId, left), Retries.Storage));
        }
    }

    /// <summary>Goods that came back leave the books at their price; what is kept of it is a fee, and carriage that is given back was not sold.</summary>
    private void BookReturn(CaseEnd end, Money amount, string occasion)
    {
        var none = Money.Zero(amount.Currency);
        var carriage = end.Carriage is { } paid && paid <= amount ? paid : none;
        var fee = end.Fee ?? none;
        Book(LedgerKind.GoodsReturned, amount - carriage + fee, occasion);
        Book(LedgerKind.FeeCharged, fee, occasion);
        Book(LedgerKind.ShippingWaived, carriage, occasion);
    }

    /// <summary>What was not taken back goes back to the customer, in a parcel of its own.</summary>
    private void SendBack(CaseEnd end) => Dispatch(end.SendBack, reservation: null, sold: true);

    private Task TakeRequestAsync(ServiceRequest request, string refusal) => AgainstRequest(refusal) is { } against
        ? RefuseAsync(request.EventId, "request", against)
        : OpenCaseAsync(
            CaseKind.Request,
            request.RequestId,
            nameof(ServiceRequestOrchestration),
            new RequestCase(_order.OrderId, request),
            request.EventId,
            "request_filed");

    /// <summary>Whoever asked before the order stopped may have heard already that he will be answered.</summary>
    private string? AgainstRequest(string refusal) => _state is { Status: OrderStatus.Cancelling, IsEnding: false }
        ? null
        : Transitions.Against(_state.Status, Trigger.ServiceRequest) ?? (refusal == Finished ? refusal : null);
}
