using Microsoft.DurableTask;
using Orders.Functions.Activities;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Orchestrations.Shipments;

/// <summary>
/// What a parcel's carrier is asked for and may deny. One that cannot be reached for half a day has denied it, and a person is alerted.
/// </summary>
internal sealed class CarrierCalls(TaskOrchestrationContext context, ParcelJournal journal)
{
    /// <summary>Takes the waybill back; denied if the carrier has the parcel.</summary>
    public Task<bool> VoidAsync() => AskAsync(nameof(VoidShipment));

    /// <summary>Has the carrier bring back what it has.</summary>
    public Task<bool> InterceptAsync() => AskAsync(nameof(InterceptShipment));

    /// <summary>Every scan that the carrier knows of; null if it does not answer: it is as silent as its parcel.</summary>
    public async Task<IReadOnlyList<Scan>?> TrackAsync()
    {
        try
        {
            return await context.CallPartnerAsync<IReadOnlyList<Scan>>(nameof(PollTracking), journal.Waybill, Retries.Question);
        }
        catch (Exception e) when (StepFailure.Of(e) is not null)
        {
            return null;
        }
    }

    private async Task<bool> AskAsync(string activity)
    {
        try
        {
            return await context.CallPartnerAsync<bool>(activity, journal.Waybill, Retries.Partner);
        }
        catch (Exception e) when (StepFailure.Of(e) is { } failure)
        {
            await journal.AlertAsync(
                AlertKind.CarrierUnanswered,
                $"The carrier did not answer {activity} for waybill {journal.Parcel.Waybill}: {failure.Why} The parcel is taken to go on."
            );
            return false;
        }
    }
}
