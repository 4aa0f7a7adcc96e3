using Microsoft.DurableTask.Client;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Commands.AfterSales;

/// <summary>Grants a return, with its RMA, address and deadline. One that is refused leaves nothing behind.</summary>
public sealed class RequestReturnCommand(OrderStore orders, ReturnDesk desk, CaseRepeats repeats, CaseHandOver handOver)
{
    public async Task<Outcome<ReturnGranted>> RunAsync(DurableTaskClient client, ReturnToRequest asked, CancellationToken cancellation)
    {
        if (await orders.FindAsync(asked.OrderId, cancellation) is not { } record)
            return new Missing("order");
        var order = record.Order;
        var call = FilingCall.Of(asked.Key, [], [FilingCall.Of(asked.Lines), OrderJson.Name(asked.Wants), asked.Text]);
        if (await repeats.FindAsync(client, record, CaseKind.Return, call, cancellation) is { } earlier)
            return Granted(record, earlier);
        var errors = new FieldErrors();
        foreach (var (i, line) in asked.Lines.Index())
        {
            if (order.Lines.All(ordered => ordered.Sku != line.Sku))
                errors.Add(FormattableString.Invariant($"lines[{i}].sku"), "Is not in this order.");
        }

        if (errors.Any)
            return new Unfit(errors);
        if (await desk.AgainstAsync(record, asked.Lines, asked.Wants, asked.FiledAt, cancellation) is { Count: > 0 } against)
        {
            await handOver.RepeatAsync(client, record, CaseKind.Return, cancellation);
            return Refusal(record, against) with { Case = CaseOf(record, asked, against) };
        }

        var under = await repeats.KeepAsync(order, call, cancellation);
        var (filed, first) = await desk.FileAsync(record, asked, under, cancellation);
        if (first is not null)
            return await repeats.FindAgainAsync(client, order.OrderId, CaseKind.Return, call, cancellation) is { } again
                ? Granted(record, again)
                : Refusal(record, [(null, first.Reason)]) with
                {
                    Case = first.Case,
                };
        return await handOver.FileAsync(client, record, filed, cancellation) is { } refusal
            ? Refusal(record, [.. refusal.All.Select(reason => ((int?)null, reason))])
            : new Done<ReturnGranted>(new(record.Order, record.State, filed));
    }

    /// <summary>The case that has a line's goods already.</summary>
    private static CaseState? CaseOf(OrderRecord record, ReturnToRequest asked, IReadOnlyList<(int? Line, Reason Reason)> against) =>
        against
            .Where(one => one.Line is not null && one.Reason.Code is ReasonCode.InOpenCase or ReasonCode.AlreadyReturned)
            .Select(one =>
                CaseUnits.AgainstReturn(record.Order, record.State, record.Parcels, record.Cases, asked.Lines[one.Line!.Value])?.Case
            )
            .FirstOrDefault(filed => filed is not null);

    private static Outcome<ReturnGranted> Granted(OrderRecord record, Outcome<CaseState> earlier) =>
        earlier switch
        {
            Done<CaseState>(var filed) => new Done<ReturnGranted>(new(record.Order, record.State, filed)),
            NotDone<CaseState>(var why) => why,
            _ => throw new ArgumentOutOfRangeException(nameof(earlier), earlier, "A repeated call waits for nobody."),
        };

    private static Refusal Refusal(OrderRecord record, IReadOnlyList<(int? Line, Reason Reason)> against) =>
        new(Refused.Return, against[0].Reason)
        {
            Locale = record.Order.Locale,
            Names = record.Names,
            Lines = against,
        };
}

/// <param name="Text">Why, in the customer's words.</param>
/// <param name="FiledAt">When it reached us: what counts for the window.</param>
/// <param name="Key">The <c>Idempotency-Key</c>; null if there is none.</param>
public sealed record ReturnToRequest(
    string OrderId,
    IReadOnlyList<ParcelLine> Lines,
    ReturnWish Wants,
    string Text,
    DateTimeOffset FiledAt,
    string? Key = null
);

/// <param name="Case">As it was stored.</param>
public sealed record ReturnGranted(Order Order, OrderState State, CaseState Case);
