using Microsoft.DurableTask;
using Orders.Functions.Activities;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Orchestrations.Shipments;

/// <summary>The only writer of a parcel's state. Its order hears of it each time the parcel's status changes.</summary>
internal sealed class ParcelJournal(
    TaskOrchestrationContext context,
    ShipmentOrder shipment,
    ParcelWatches watches,
    ParcelPromises promises
) : StepJournal(context)
{
    private ParcelStatus _written = ParcelStatus.Preparing;

    /// <summary>As it will be written down with the next step.</summary>
    public ParcelState Parcel { get; private set; } =
        new()
        {
            Number = shipment.Number,
            Lines = shipment.Lines,
            Status = ParcelStatus.Preparing,
        };

    public CarrierWaybill Waybill => new(Parcel.Carrier!, Parcel.Waybill!, shipment.OrderId);

    /// <summary>Names what is done once for this parcel, or once for a detail of it.</summary>
    public string Reference(string? detail = null) =>
        FormattableString.Invariant($"parcel-{shipment.Number}") + (detail is null ? "" : $"/{detail}");

    public void Update(Func<ParcelState, ParcelState> change) => Parcel = change(Parcel);

    public void End(ShipmentOutcome outcome) => Update(parcel => parcel with { Outcome = outcome });

    /// <summary>Whoever waits for what became of their command hears it.</summary>
    /// <param name="refusal">Why not; null if it was done.</param>
    public void Answer(string eventId, ReasonCode? refusal = null) =>
        Update(parcel => parcel with { Commands = parcel.Commands.With(eventId, new CommandOutcome(refusal is null, refusal)) });

    public Task RefuseAsync(string eventId, ReasonCode reason)
    {
        Answer(eventId, reason);
        return WriteAsync();
    }

    /// <summary>Writes down all that was said and changed since the last step.</summary>
    public async Task WriteAsync()
    {
        var step = NextStep();
        ShowStatus();
        Written(step, await Context.CallActivityAsync<ParcelState?>(nameof(RecordParcel), step, Retries.Storage));
    }

    /// <summary>Has an activity act and write the next step down with what came of it, or neither.</summary>
    /// <param name="say">What is true once it has acted.</param>
    /// <param name="act">Gets the step to write down; what was written is to be told by <see cref="Written"/>.</param>
    public async Task<T> TryAsync<T>(Action? say, Func<ParcelProgress, Task<T>> act)
    {
        var (parcel, said) = (Parcel, KeepSaid());
        say?.Invoke();
        var step = NextStep();
        try
        {
            return await act(step);
        }
        catch
        {
            Parcel = parcel;
            GoBackTo(said with { Said = said.Said with { EndedAlerts = step.EndedAlerts } });
            throw;
        }
    }

    /// <summary>A step is written down: its order hears of it if the parcel's status has changed.</summary>
    /// <param name="further">See <see cref="RecordParcel"/>.</param>
    public void Written(ParcelProgress step, ParcelState? further)
    {
        Parcel = step.Parcel;
        ShowStatus();
        var update = Parcel.Status != _written ? $"{Parcel.Sequence}" : null;
        if (further is not null)
        {
            GoOnFrom(further);

            // Under an id of its own: the order may have had the update of the execution before, when it did not know of the parcel yet.
            update = $"{Parcel.Sequence}-{Context.NewGuid():N}";
        }

        _written = Parcel.Status;

        // Its end tells the rest.
        if (update is not null && Parcel.Outcome is null)
        {
            SendOrder(update, answer: null);
        }
    }

    private ParcelProgress NextStep()
    {
        Update(parcel => parcel with { Sequence = parcel.Sequence + 1 });
        EndAlerts((alert, raisedAt) => ParcelAlerts.IsOver(alert.Kind, raisedAt, Parcel));
        var said = TakeSaid();
        return new ParcelProgress(shipment.OrderId, Parcel)
        {
            DecidedAt = Now,
            Timeline = said.Timeline,
            Mails = said.Mails,
            Promises = promises.TakeChanged(Parcel, Now),
            Handled = said.Handled,
            EndedAlerts = said.EndedAlerts,
        };
    }

    /// <summary>Tells the order whether its parcel stops.</summary>
    public void AnswerRecall(CancelShipment request, RecallAnswer answer) =>
        SendOrder(request.EventId, new RecallResult(request.EventId, answer == RecallAnswer.Accepted));

    /// <summary>Raises an alert for operations.</summary>
    public Task AlertAsync(AlertKind kind, string text) =>
        RaiseAlertAsync(
            new OpsAlertRequest($"{OrderJson.Name(kind)}:{Context.InstanceId}:{Parcel.Sequence}", kind, shipment.OrderId, text)
        );

    /// <summary>
    /// The engine starts a parcel before it stores that the order called it. When that storing fails, the order calls it again, and this
    /// execution takes the place of one that has got somewhere: it goes on from there, for no scan comes twice.
    /// </summary>
    private void GoOnFrom(ParcelState further)
    {
        if (further.Scans.Count > 0)
        {
            watches.Tracked(Parcel, further, further.LastTrackedAt ?? Now);
        }

        Parcel = further;
        ShowStatus();
    }

    private void ShowStatus() => Context.SetCustomStatus(OrderJson.Name(Parcel.Status));

    private void SendOrder(string what, RecallResult? answer) =>
        Context.SendEvent(
            shipment.OrderId,
            OrderEvents.ParcelUpdate,
            new ParcelUpdate(FormattableString.Invariant($"p{shipment.Number}-{what}"), Parcel, answer)
        );
}

/// <summary>Whether a parcel can be recalled.</summary>
internal enum RecallAnswer
{
    Accepted,
    Refused,
}
