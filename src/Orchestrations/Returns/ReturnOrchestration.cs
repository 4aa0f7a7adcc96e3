using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Orders.Functions.Activities;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Orchestrations.Returns;

/// <summary>
/// One return, from its RMA to what was found in the parcel, or to its lapse. What it comes to is carried out by its order.
/// </summary>
public sealed class ReturnOrchestration
{
    private readonly TaskOrchestrationContext _context;
    private readonly ReturnCase _case;
    private readonly ReturnRequested _return;
    private readonly CaseJournal _journal;
    private readonly EventFeed _events;
    private ReturnPart _part;
    private CaseStatus _status = CaseStatus.Open;
    private bool _extended;
    private bool _overdue;

    private ReturnOrchestration(TaskOrchestrationContext context)
    {
        _context = context;
        _case = context.GetInput<ReturnCase>() ?? throw new InvalidOperationException("A return orchestration starts with its return.");
        _return = _case.Requested;
        _journal = new(context, _case.OrderId, CaseKind.Return, _return.Rma);
        _part = new ReturnPart(_return.Wants, _return.Reason, _return.Terms);
        _events = new EventFeed(context)
            .On<ReturnSent>(OrderEvents.ReturnSent, sent => sent.EventId)
            .On<CarrierUpdate>(OrderEvents.CarrierUpdate, update => update.EventId)
            .On<ReturnReceived>(OrderEvents.ReturnReceived, received => received.EventId);
    }

    private bool HasArrived => _part.Parcel?.DeliveredAt is not null;

    [Function(nameof(ReturnOrchestration))]
    public static Task<CaseEnd> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context) =>
        new ReturnOrchestration(context).RunAsync();

    private async Task<CaseEnd> RunAsync()
    {
        await RevokeLicencesAsync();
        if (_return.Terms.ToSend.Count == 0)
        {
            return await SettleAsync([], "rule");
        }

        _journal.MailCase(MailKind.ReturnGranted);
        await WriteAsync();
        return await WaitForInspectionAsync() is { } received
            ? await SettleAsync(received.Lines, received.By, received.EventId)
            : await LapseAsync();
    }

    /// <summary>Licences are not sent back: they end where they are.</summary>
    private async Task RevokeLicencesAsync()
    {
        if (_return.Terms.Licences is { Count: > 0 } licences)
        {
            IReadOnlyList<ParcelLine> lines = [.. licences.Select(line => new ParcelLine(line.Sku, line.Quantity))];
            await _context.CallActivityAsync(
                nameof(RevokeLicences),
                new LicencesToRevoke(_case.OrderId, _journal.Reference, lines),
                Retries.Storage
            );
            _journal.TellCase(TimelineKind.LicencesRevoked, Actor.System);
            await WriteAsync();
        }
    }

    /// <returns>Null if nothing came in time.</returns>
    private async Task<ReturnReceived?> WaitForInspectionAsync()
    {
        DateTimeOffset? clock = _return.RemindAt;
        while (true)
        {
            using var timer = clock is { } at ? new DurableTimer(_context, at) : null;
            switch (await _events.NextAsync(timer?.Fired))
            {
                case ReturnReceived received:
                    return received;

                case ReturnSent sent:
                    await NoteWaybillAsync(sent);
                    break;

                case CarrierUpdate update:
                    clock = await FollowAsync(update) ?? clock;
                    break;

                case null when !HasArrived && _journal.Now < _return.SendBy:
                    await RemindAsync();
                    clock = _return.SendBy;
                    break;

                case null when await TakeLatenessAsync():
                    clock = _overdue ? null : _return.SendBy + _case.Window;
                    break;

                case null:
                    return null;
            }
        }
    }

    private Task NoteWaybillAsync(ReturnSent sent)
    {
        _part = _part with { Parcel = Parcel with { Carrier = sent.Carrier, Waybill = sent.Waybill } };
        _journal.TellCase(TimelineKind.ReturnAnnounced, Actor.Customer, ("carrier", sent.Carrier), ("waybill", sent.Waybill));
        _journal.Handled(sent.EventId);
        return WriteAsync();
    }

    private ParcelState Parcel =>
        _part.Parcel
        ?? new ParcelState
        {
            Number = 0,
            Lines = [.. _return.Terms.ToSend.Select(line => new ParcelLine(line.Sku, line.Quantity))],
            Status = ParcelStatus.Preparing,
        };

    /// <returns>When the clock rings next; null if that has not changed.</returns>
    private async Task<DateTimeOffset?> FollowAsync(CarrierUpdate update)
    {
        var before = _part.Parcel;
        var parcel = ParcelMerge.Merge(Parcel, update.Scans, _journal.Now);
        var arrives = parcel.DeliveredAt is not null && before?.DeliveredAt is null;
        var leaves = !arrives && parcel.HandedOver && before is not { HandedOver: true };
        DateTimeOffset? inspectBy = arrives
            ? await _context.CallActivityAsync<DateTimeOffset>(nameof(SetClock), _case.Inspection, Retries.Storage)
            : null;

        _part = _part with { Parcel = parcel, SendBy = _return.SendBy };
        _status =
            parcel.DeliveredAt is not null ? CaseStatus.Received
            : parcel.HandedOver ? CaseStatus.InTransit
            : CaseStatus.Open;
        if (arrives)
        {
            _journal.TellCase(TimelineKind.ReturnArrived, Actor.Carrier);
            _journal.MailCase(MailKind.ReturnReceived);
            _journal.EndAlert(AlertKind.ReturnMissing);
        }
        else if (leaves)
        {
            _journal.TellCase(TimelineKind.ReturnInTransit, Actor.Carrier);
        }

        _journal.Handled(update.EventId);
        await WriteAsync(step => step with { DueBy = inspectBy });
        return inspectBy;
    }

    private Task RemindAsync()
    {
        if (_part.Parcel is not null)
        {
            return Task.CompletedTask;
        }

        _journal.TellCase(TimelineKind.ReturnReminded, Actor.System);
        _journal.MailCase(MailKind.ReturnReminder);
        return WriteAsync();
    }

    /// <summary>
    /// A parcel that is on its way, or was announced, is waited for as long again; one that the carrier has, or that has arrived, is for a
    /// person to look after.
    /// </summary>
    /// <returns>False if there is nothing to wait for.</returns>
    private async Task<bool> TakeLatenessAsync()
    {
        if (HasArrived)
        {
            _overdue = true;
            await _journal.AlertAsync(AlertKind.ReturnNotInspected, "A return has arrived and was not inspected in time.");
            return true;
        }

        if (!_extended && _part.Parcel is not null)
        {
            _extended = true;
            return true;
        }

        if (_part.Parcel is not { HandedOver: true })
        {
            return false;
        }

        _overdue = true;
        await _journal.AlertAsync(
            AlertKind.ReturnMissing,
            "The carrier has the parcel of a return, and it has not arrived. Ask the carrier; inspect it as missing if it is lost."
        );
        return true;
    }

    private async Task<CaseEnd> SettleAsync(IReadOnlyList<InspectedLine> inspected, string by, string? eventId = null)
    {
        var verdict = ReturnDue.Of(_return.Terms, _return.Wants, inspected, by);
        _part = _part with { Inspected = inspected, Verdict = verdict };
        _status = verdict.Accepted ? CaseStatus.Accepted : CaseStatus.Declined;
        if (verdict.Exchanged.Count > 0)
        {
            _journal.TellCase(TimelineKind.ReturnExchange, Actor.Shop);
        }

        if (verdict.SentBack.Count > 0)
        {
            _journal.TellCase(TimelineKind.ReturnSentBack, Actor.Shop);
        }

        if (verdict is { Refund.Amount: <= 0, Exchanged.Count: 0, SentBack.Count: 0 })
        {
            _journal.TellCase(TimelineKind.ReturnDeclined, Actor.Shop);
        }

        if (eventId is not null)
        {
            _journal.Handled(eventId);
        }

        await WriteAsync(step => step with { EndedAt = _journal.Now });
        return ReturnDue.Of(_return.Rma, _return.Lines, _return.Terms, verdict);
    }

    private async Task<CaseEnd> LapseAsync()
    {
        var verdict = ReturnDue.Of(_return.Terms, _return.Wants, [], "rule");
        _part = _part with { Verdict = verdict };
        _status = CaseStatus.Lapsed;
        _journal.TellCase(TimelineKind.ReturnLapsed, Actor.System);
        await WriteAsync(step => step with { EndedAt = _journal.Now });
        var end = ReturnDue.Of(
            _return.Rma,
            [.. _return.Terms.Licences.Select(line => new ParcelLine(line.Sku, line.Quantity))],
            _return.Terms,
            verdict
        );
        return end with { Mail = MailKind.ReturnLapsed };
    }

    private Task WriteAsync(Func<CaseStep, CaseStep>? also = null) =>
        _journal.WriteAsync(
            _status,
            step =>
            {
                var now = step with { Return = _part, Escalated = _overdue };
                return also?.Invoke(now) ?? now;
            }
        );
}
