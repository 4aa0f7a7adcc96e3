using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;

namespace Domain.Tests.Status;

public sealed class ParcelAlertsTests
{
    private static readonly DateTimeOffset _raised = new(2026, 7, 3, 11, 44, 0, TimeSpan.Zero);

    private static readonly ParcelState _cameBack = new()
    {
        Number = 1,
        Lines = [new("AC-CABLE", 2)],
        Status = ParcelStatus.Returned,
    };

    [Theory]
    [InlineData(AlertKind.ParcelReturned)]
    [InlineData(AlertKind.InspectionOverdue)]
    public void Parcel_that_came_back_is_a_task_until_somebody_opened_it(AlertKind kind)
    {
        Assert.False(ParcelAlerts.IsOver(kind, _raised, _cameBack with { LastTrackedAt = _raised.AddDays(6) }));
        Assert.True(
            ParcelAlerts.IsOver(
                kind,
                _raised,
                _cameBack with
                {
                    Outcome = ShipmentOutcome.Returned,
                    Inspected = [new InspectedLine("AC-CABLE", 2, ReturnCondition.AsNew)],
                }
            )
        );
    }
}
