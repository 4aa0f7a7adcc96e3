using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Changes;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Stock;
using Orders.Functions.Domain.Views;

namespace Domain.Tests.Status.Life;

/// <summary>A life as the product has it stored: what it says of it to a customer.</summary>
internal static class LifeView
{
    public static readonly IReadOnlyDictionary<string, Trigger> Commands = new Dictionary<string, Trigger>(StringComparer.Ordinal)
    {
        ["cancel"] = Trigger.CancelRequest,
        ["change"] = Trigger.ChangeRequest,
        ["stockDecision"] = Trigger.StockDecision,
        ["claim"] = Trigger.ClaimFiled,
        ["return"] = Trigger.ReturnRequested,
        ["request"] = Trigger.ServiceRequest,
    };

    public static IReadOnlyDictionary<string, Allowance> Allowed(Life life)
    {
        var order = Order(life);
        return CommandRules.All(
            order,
            State(order, life),
            [.. life.Parcels.Select((parcel, i) => parcel.State(i + 1))],
            [.. CasesOf(life)],
            Samples.Noon.AddHours(2)
        );
    }

    private static Order Order(Life life)
    {
        var goods = Samples.Order(kind: ProductKind.Physical);
        var licence = Samples.Order(kind: ProductKind.Digital).Lines[0] with { Sku = "SW-PLUS", Quantity = 1 };
        return life switch
        {
            { Digital: false } => goods with { Lines = [goods.Lines[0] with { Quantity = 2 }] },
            { Parcels.IsEmpty: true } => Samples.Order(kind: ProductKind.Digital),
            _ => goods with { Lines = [goods.Lines[0] with { Quantity = 2 }, licence] },
        };
    }

    private static OrderState State(Order order, Life life) =>
        InitialState.Of(order) with
        {
            Status = life.Status,
            StockHeld = life.Held,
            Offer =
                life.Offer == Offered.Nothing
                    ? null
                    : new ChangeOffer("c", new OrderChange([]), OrderTerms.Of(order), Samples.Usd(100), false, Samples.Noon.AddHours(3))
                    {
                        Confirmed = life.Offer == Offered.Confirmed,
                    },
            Short = life.Backorder
                ? [Short(StockChoice.Split)]
                : life.Short switch
                {
                    Shortage.None => [],
                    Shortage.Waits => [Short(StockChoice.Wait)],
                    Shortage.Parts => [Short(StockChoice.Split)],
                    _ => [Short(null)],
                },
            Deadlines = life.Ending
                ? new Dictionary<OrderDeadline, DateTimeOffset> { [OrderDeadline.Refund] = Samples.Noon.AddDays(7) }
                : new Dictionary<OrderDeadline, DateTimeOffset>(),
        };

    private static ShortLine Short(StockChoice? choice) => new("HW-PRO", 2, 1, []) { Choice = choice };

    private static IEnumerable<CaseState> CasesOf(Life life)
    {
        if (life.Case is OpenCase.None)
            yield break;
        var open = new CaseState
        {
            Kind = CaseKind.Request,
            CaseId = "1",
            Status = CaseStatus.Open,
            FiledAt = Samples.Noon,
            DueBy = Samples.Noon.AddDays(3),
        };
        ParcelLine[] one =
        [
            new(
                life is { Digital: true, Parcels.IsEmpty: false } && !life.Parcels.Any(parcel => parcel.HandedOver) ? "SW-PLUS" : "HW-PRO",
                1
            ),
        ];
        yield return life.Case switch
        {
            // Of goods that are not in the parcels of this order's view: other claims stay possible.
            OpenCase.Claim => open with { Kind = CaseKind.Claim, Claim = new ClaimPart(ClaimKind.Missing, [], Samples.Usd(100)) },
            OpenCase.Return => open with
            {
                Kind = CaseKind.Return,
                Lines = one,
                Return = new ReturnPart(
                    ReturnWish.Refund,
                    ReasonCode.CustomerRequest,
                    new ReturnTerms([new ReturnLine("HW-PRO", 1, Samples.Usd(12900), ProductKind.Physical, true)], [], 0, 0, Samples.Usd(0))
                ),
            },
            _ => open,
        };
    }
}
