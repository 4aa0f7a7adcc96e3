using System.Text.Json;
using Lives.Machine;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Http.Storefront;
using Orders.Functions.Storage.Orders;
using Orders.Functions.Storage.Tables;

namespace Lives.Oracle;

/// <summary>
/// What a customer is shown of an order is how it is: its status that of the orchestration, what is paid and returned what the companies'
/// books say, its parcels those that the carrier has, and nothing allowed that would be refused.
/// </summary>
internal sealed class ViewAgrees : Invariant
{
    public override void AtEnd(Ending ending)
    {
        var views = Life.World.Read(async app =>
        {
            var answers = new Dictionary<string, Answer>(StringComparer.Ordinal);
            foreach (var order in ending.Orders)
                answers[order.Id] = await HttpCall
                    .To(app)
                    .SendAsync(request => app.Get<GetOrder>().RunAsync(request, order.Id, app.Client, CancellationToken.None));
            return answers;
        });
        foreach (var order in ending.Orders)
        {
            if (views[order.Id] is { IsSuccess: true } answer)
                JudgeView(order, answer.Body, ending);
            else
                Violated(order.Id, $"the order's page is answered {views[order.Id].Status}");
        }

        JudgeLists(ending);
    }

    private void JudgeView(OrderFile order, JsonElement view, Ending ending)
    {
        var status = view.GetProperty("status").GetString();
        Expect(status == OrderJson.Name(order.State.Status), order.Id, $"is shown as {status}, and is {order.State.Status}");
        if (ending.Instances.TryGetValue(order.Id, out var instance))
        {
            Expect(
                instance.CustomStatus is null || instance.CustomStatus == $"\"{status}\"",
                order.Id,
                $"is shown as {status}, and its orchestration says {instance.CustomStatus}"
            );
            Expect(
                !order.State.IsFinal || instance.Output == $"\"{status}\"",
                order.Id,
                $"is shown as {status}, and its orchestration ended with {instance.Output}"
            );
        }

        var paid = CompanyBooks.Of(Life.World.Payments, order.Id, order.Currency).Taken;
        Expect(AmountOf(view, "paid") == paid.Amount, order.Id, $"{AmountOf(view, "paid")} is shown as paid, and the company took {paid}");
        var due = AmountOf(view, "amountDue");
        Expect(due >= 0 && (due == 0 || !order.State.IsFinal), order.Id, $"{due} is shown as due of an order that is {status}");
        JudgeParcels(order, view);
        if (!order.State.IsFinal)
            return;
        Expect(
            AmountOf(view, "refunded") == paid.Amount - order.State.Kept.Amount,
            order.Id,
            $"{AmountOf(view, "refunded")} is shown as returned of {paid}, and the customer keeps {order.State.Kept}"
        );
        foreach (var command in new[] { "cancel", "change", "stockDecision" })
            Expect(
                !view.GetProperty("allowed").GetProperty(command).GetProperty("possible").GetBoolean(),
                order.Id,
                $"{command} is allowed, and the order is {status}"
            );
        Expect(
            !view.TryGetProperty("paymentUrl", out var url) || url.ValueKind == JsonValueKind.Null,
            order.Id,
            $"is {status}, and shows where to pay"
        );
        Expect(!view.GetProperty("deadlines").EnumerateObject().Any(), order.Id, $"is {status}, and has deadlines");
    }

    private void JudgeParcels(OrderFile order, JsonElement view)
    {
        var shown = view.GetProperty("parcels")
            .EnumerateArray()
            .Select(parcel => parcel.TryGetProperty("waybill", out var waybill) ? waybill.GetString() : null)
            .OfType<string>()
            .ToHashSet(StringComparer.Ordinal);
        foreach (var parcel in Life.World.Carrier.Parcels.Values.Where(parcel => Waybills.OrderOf(parcel) == order.Id))
        {
            Expect(shown.Contains(parcel.Waybill) || parcel.IsVoided, order.Id, $"the carrier has {parcel.Waybill}, which is not shown");
            if (order.Record.Parcels.FirstOrDefault(one => one.Waybill == parcel.Waybill) is not { } record)
                continue;
            Expect(
                record.Outcome != ShipmentOutcome.Delivered || parcel.Scans.Any(scan => scan.Status == ParcelStatus.Delivered),
                order.Id,
                $"{parcel.Waybill} is shown as delivered, and the carrier never said so"
            );

            // What was scanned under a waybill that was voided stays.
            var made = Life
                .World.Carrier.Parcels.Values.Where(other =>
                    Waybills.OrderOf(other) == order.Id && other.Booking.ParcelNumber == parcel.Booking.ParcelNumber
                )
                .SelectMany(other => other.Scans)
                .Select(scan => scan.ScanId)
                .ToHashSet(StringComparer.Ordinal);
            Expect(
                record.Scans.All(scan => made.Contains(scan.ScanId)),
                order.Id,
                $"{parcel.Waybill} is shown with scans that the carrier never made"
            );
        }

        Expect(
            shown.All(waybill => Life.World.Carrier.Parcels.ContainsKey(waybill)),
            order.Id,
            $"shows waybills that the carrier never gave: {string.Join(", ", shown)}"
        );
    }

    private void JudgeLists(Ending ending)
    {
        var byStatus = Life
            .World.Tables.Rows(StorageSchema.OrdersByStatus)
            .Select(row => (row.PartitionKey, Order: row.Read<OpenOrder>()))
            .ToLookup(row => row.Order.OrderId, StringComparer.Ordinal);
        var byCustomer = Life
            .World.Tables.Rows(StorageSchema.OrdersByCustomer)
            .ToLookup(row => row.Read<OrderSummary>().OrderId, StringComparer.Ordinal);
        foreach (var order in ending.Orders)
        {
            var rows = byStatus[order.Id].Where(row => !IsSetRightLater(order, row.Order)).ToList();
            var listed = string.Join(", ", rows.Select(row => $"{row.Order.Status} in {row.PartitionKey}"));
            Expect(
                rows.Count == 1 && rows.TrueForAll(row => row.Order.Status == order.State.Status),
                order.Id,
                $"is {order.State.Status}, and operations see it as {listed}"
            );
            var mine = byCustomer[order.Id].Select(row => row.GetString(OrderRows.Status)).ToList();
            Expect(
                mine.Count == 1 && mine[0] == order.State.Status.ToString(),
                order.Id,
                $"is {order.State.Status}, and its customer's list says {string.Join(", ", mine)}"
            );
        }
    }

    /// <summary>
    /// What a process that had stood still put back is taken out when the watchdog looks at it, at the time that the row says.
    /// </summary>
    private bool IsSetRightLater(OrderFile order, OpenOrder row) =>
        order.State.IsFinal
        && row.Sequence < order.State.Sequence
        && row.DueBy > Life.World.Clock.Now
        && Life.World.Faults.ContainsKey(FaultKind.Stall);

    private static long AmountOf(JsonElement view, string name) => view.GetProperty(name).GetProperty("amount").GetInt64();
}
