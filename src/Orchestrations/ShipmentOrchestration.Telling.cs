using Orders.Functions.Activities;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Promises;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Orchestrations;

// What is written down, who is told, and in which words.
public sealed partial class ShipmentOrchestration
{
    private async Task RecordAsync(ParcelState parcel, IReadOnlyList<TimelineEntry> timeline, IReadOnlyList<MailOccasion>? mails = null, IReadOnlyList<string>? handled = null, IReadOnlyList<PromiseState>? promises = null)
    {
        var moved = parcel.Status != _parcel.Status;
        _parcel = parcel with { Sequence = _parcel.Sequence + 1 };
        _context.SetCustomStatus(OrderJson.Name(_parcel.Status));
        var progress = new ParcelProgress(_shipment.OrderId, _parcel) { DecidedAt = Now, Timeline = timeline, Mails = mails ?? [], Promises = promises ?? Settle(_parcel), Handled = handled ?? [] };
        if (await _context.CallActivityAsync<ParcelState?>(nameof(RecordParcel), progress, Retries.Storage) is { } further)
        {
            GoOnFrom(further);
            moved = true;
        }

        // Its end tells the rest.
        if (moved && _parcel.Outcome is null)
        {
            Tell();
        }
    }

    /// <summary>
    /// The engine starts a parcel before it stores that the order called it. When that storing fails, the order calls it again, and this execution takes the place of one that has got somewhere: it goes on from there,
    /// for no scan comes twice.
    /// </summary>
    private void GoOnFrom(ParcelState further)
    {
        if (further.Scans.Count > 0)
        {
            _watches.Heard(_parcel, further, further.HeardAt ?? Now);
        }

        _parcel = further;
        _context.SetCustomStatus(OrderJson.Name(_parcel.Status));
    }

    private void Tell(string? cancel = null, bool stopped = false) => _context.SendEvent(
        _shipment.OrderId,
        OrderEvents.ParcelUpdate,
        new ParcelUpdate(FormattableString.Invariant($"p{_parcel.Number}-{cancel ?? $"{_parcel.Sequence}"}"), _parcel, cancel is null ? null : new CallBackAnswer(cancel, stopped)));

    /// <summary>What the customer has to know, or to do.</summary>
    private IReadOnlyList<MailOccasion> MailsOf(Scan scan, ParcelState before, ParcelState after)
    {
        var entered = before.Status != after.Status;
        return scan.Status switch
        {
            ParcelStatus.AttemptFailed => [Problem("delivery_attempt_failed")],
            ParcelStatus.Exception when after.Outcome is null => [Problem(scan.Reason switch
            {
                "refused" => "delivery_refused",
                "address" => "delivery_address",
                "held" => "delivery_held",
                _ => "delivery_exception",
            })],
            ParcelStatus.Customs when entered => [new(MailKind.CustomsHeld, Occasion())],
            ParcelStatus.AvailableForPickup when entered => [CollectionMail(scan.ScanId, scan.Place, after.CollectBy)],
            ParcelStatus.Returning when entered => [new(MailKind.ParcelReturning, Occasion())],
            _ => [],
        };

        MailOccasion Problem(string reason) => new(MailKind.DeliveryProblem, Occasion(scan.ScanId), Facts(("reason", reason), ("place", scan.Place ?? "")));
    }

    private MailOccasion CollectionMail(string occasion, string? place = null, DateTimeOffset? until = null)
    {
        var at = place ?? _parcel.Scans.LastOrDefault(scan => scan.Status == ParcelStatus.AvailableForPickup)?.Place;
        return new(MailKind.AwaitingPickup, Occasion(occasion), Facts(("place", at ?? ""), ("until", (until ?? _parcel.CollectBy)?.ToString("O") ?? "")));
    }

    /// <summary>What operations have to do about a scan.</summary>
    private Task CallAPersonAsync(Scan scan, ParcelState before) => scan.Status switch
    {
        ParcelStatus.Returned when before.Status != scan.Status => AlertAsync(AlertKind.ParcelReturned, $"Parcel {_parcel.Number} came back to the shop: open it, and say what is in it."),
        ParcelStatus.Exception when _parcel.Outcome is null => AlertAsync(AlertKind.CarrierException, $"The carrier reports a problem with parcel {_parcel.Number}: {scan.Reason ?? "no reason given"}."),
        _ => Task.CompletedTask,
    };

    private Task AlertAsync(AlertKind kind, string text) => _context.CallActivityAsync(
        nameof(RaiseOpsAlert),
        new OpsAlertRequest($"{OrderJson.Name(kind)}:{_context.InstanceId}:{_parcel.Sequence}", kind, _shipment.OrderId, text),
        Retries.Storage);

    /// <summary>Of the mails about this parcel.</summary>
    private string Occasion(string? detail = null) => FormattableString.Invariant($"parcel-{_parcel.Number}") + (detail is null ? "" : $"/{detail}");

    private TimelineEntry Entry(string kind, string actor, params ReadOnlySpan<(string Name, string Value)> facts) => new(Now, kind, actor, Facts(facts));

    private static Dictionary<string, string> Facts(params ReadOnlySpan<(string Name, string Value)> facts)
    {
        Dictionary<string, string> given = new(StringComparer.Ordinal);
        foreach (var (name, value) in facts)
        {
            if (value.Length > 0)
            {
                given.Add(name, value);
            }
        }

        return given;
    }
}
