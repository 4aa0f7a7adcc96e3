using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;

namespace Domain.Tests.Status.Life;

// From the warehouse to the end of the windows.
internal static partial class LifeModel
{
    private const int MostParcels = 2;

    private static IEnumerable<Life[]> OnItsWay(Life life, Trigger on) =>
        on switch
        {
            Trigger.LicencesDelivered when life is { Digital: true, Left: false, Status: OrderStatus.Preparing } => One(
                life.Backorder ? life with { Left = true } : life with { Left = true, Status = OrderStatus.Delivered }
            ),
            Trigger.CancelRequest => Called(life),
            Trigger.StockArrived or Trigger.RestockTimeout or Trigger.StockDecision when life.Backorder =>
            [
                [life],
                .. WithoutBackorder(life, comes: on == Trigger.StockArrived),
            ],
            Trigger.StockArrived => One(life),
            Trigger.HandOverOverdue
            or Trigger.PickUpTimeout
            or Trigger.VoidWaybill
            or Trigger.CarrierRefused when life.Parcels.Any(parcel => parcel is { UnderWay: true, HandedOver: false }) => InWarehouse(
                life,
                on
            ),
            Trigger.ParcelSilent
            or Trigger.ParcelPresumedLost
                when life.Parcels.Any(parcel => parcel is { UnderWay: true, HandedOver: true, Now: not ParcelStatus.Returned }) => on
            == Trigger.ParcelSilent
                ? One(life)
                : Each(
                    life,
                    parcel => parcel is { UnderWay: true, HandedOver: true, Now: not ParcelStatus.Returned },
                    parcel => parcel with { Outcome = ShipmentOutcome.Lost }
                ),
            Trigger.InspectionOverdue when life.Parcels.Any(parcel => parcel is { UnderWay: true, Now: ParcelStatus.Returned }) => One(
                life
            ),
            Trigger.ParcelInspected => Each(
                    life,
                    parcel => parcel is { UnderWay: true, Now: ParcelStatus.Returned },
                    parcel => parcel with { Outcome = ShipmentOutcome.Returned }
                )
                .Concat(SentAgain(life)),
            Trigger.WindowsOver
            or Trigger.Settled
                when life is { Status: OrderStatus.Delivered, UnderWay: false, Case: OpenCase.None }
                    && life.Ending == (on == Trigger.Settled) => Over(life, on),
            Trigger.Settled when life is { Status: OrderStatus.Shipped, UnderWay: false, Backorder: false, Case: OpenCase.None } => One(
                Ended(life, OrderStatus.Refunded)
            ),
            Trigger.RefundOverdue when life.Ending => One(life),
            Trigger.ClaimFiled or Trigger.ReturnRequested => File(life, on),
            _ when on.IsScan() => Dispatched(life).Parcels.Any(parcel => parcel.UnderWay) ? Scanned(Dispatched(life), on) : [],
            _ => OfCases(life, on) ?? AnyTime(life, on),
        };

    /// <summary>An order of goods has one parcel or two once it is packed.</summary>
    private static Life Dispatched(Life life) =>
        life.Parcels.IsEmpty && !life.Digital && life.Status == OrderStatus.Preparing ? life with { Parcels = [Stand.Labelled] } : life;

    public static IEnumerable<Life> Packings(Life life) =>
        life is { Status: OrderStatus.Preparing, Digital: false, Parcels.IsEmpty: true }
            ? [life with { Parcels = [Stand.Labelled] }, life with { Parcels = [Stand.Labelled, Stand.Labelled] }]
            : [];

    private static IEnumerable<Life[]> Scanned(Life life, Trigger on)
    {
        var scan = Enum.Parse<ParcelStatus>($"{on}"["Scan".Length..]);
        return Each(
                life,
                parcel => parcel.UnderWay,
                parcel =>
                    parcel.Scanned(scan) is { Now: ParcelStatus.Delivered } there
                        ? there with
                        {
                            Outcome = ShipmentOutcome.Delivered,
                        }
                        : parcel.Scanned(scan)
            )
            .Concat(
                scan == ParcelStatus.Exception
                    ? Each(
                        life,
                        parcel => parcel.UnderWay && parcel.Scanned(scan).Now == scan,
                        parcel => parcel.Scanned(scan) with { Outcome = ShipmentOutcome.Lost }
                    )
                    : []
            );
    }

    /// <summary>The same happens to each parcel that it can happen to, in turn.</summary>
    private static IEnumerable<Life[]> Each(Life life, Func<Stand, bool> which, Func<Stand, Stand> change) =>
        from i in Enumerable.Range(0, life.Parcels.Length)
        where which(life.Parcels[i])
        select Follow(life, life.Parcels[i], change(life.Parcels[i]));

    /// <summary>
    /// What the order does when a parcel has moved: it leaves the shop with the first one, and is as far as the one that is furthest
    /// behind.
    /// </summary>
    private static Life[] Follow(Life life, Stand before, Stand after)
    {
        List<Life> way = [];
        life = life with { Parcels = life.Parcels.Replace(before, after) };
        if (!before.HandedOver && after.HandedOver)
        {
            var first = life.Parcels.Count(parcel => parcel.HandedOver) == 1;
            life = life with { Left = true, Status = first ? OrderStatus.Shipped : life.StatusOfParcels };
            way.Add(life);
        }
        else if (after.HandedOver && after.Now != before.Now && life.StatusOfParcels != OrderStatus.Delivered)
        {
            life = life with { Status = life.StatusOfParcels };
            way.Add(life);
        }

        if (before.UnderWay && !after.UnderWay)
            way.Add(
                !life.Left && !life.UnderWay
                    ? Stopped(life)
                    : life with
                    {
                        Status = KeepsOnlyLicences(life) ? OrderStatus.Delivered : life.StatusOfParcels,
                    }
            );
        return way.Count == 0 ? [life] : [.. way];
    }

    /// <summary>The licences of an order went out, and nothing of the goods that came later.</summary>
    private static bool KeepsOnlyLicences(Life life) =>
        life is { Digital: true, Left: true, UnderWay: false, Backorder: false } && !life.Parcels.Any(parcel => parcel.HandedOver);

    private static IEnumerable<Life[]> InWarehouse(Life life, Trigger on) =>
        on switch
        {
            Trigger.HandOverOverdue => One(life),
            _ => Each(
                    life,
                    parcel => parcel is { UnderWay: true, HandedOver: false },
                    parcel => parcel with { Outcome = ShipmentOutcome.Refused }
                )
                .Concat(on == Trigger.VoidWaybill ? One(life) : []),
        };

    /// <summary>As new, and sent once more: another parcel in its place.</summary>
    private static IEnumerable<Life[]> SentAgain(Life life) =>
        from i in Enumerable.Range(0, life.Parcels.Length)
        where life.Parcels.Length < MostParcels && life.Parcels[i] is { UnderWay: true, Now: ParcelStatus.Returned }
        let after = life with
        {
            Parcels = life
                .Parcels.SetItem(i, life.Parcels[i] with { Outcome = ShipmentOutcome.Returned, Replaced = true })
                .Add(Stand.Labelled),
        }
        select (Life[])[after with { Status = after.StatusOfParcels }];

    /// <summary>Parcels are recalled: all, some or none can be stopped.</summary>
    private static IEnumerable<Life[]> Called(Life life)
    {
        if (life.Status == OrderStatus.Preparing && life.Parcels.IsEmpty && !life.Left)
            return One(Stopped(life));
        if (
            life is { Digital: true, Left: true, Status: OrderStatus.Preparing, UnderWay: true }
            && !life.Parcels.Any(parcel => parcel.HandedOver)
        )
            return Each(life, parcel => parcel.UnderWay, parcel => parcel with { Outcome = ShipmentOutcome.Voided }).Append([life]);
        if (life.Left || life.Status != OrderStatus.Preparing)
            return life.Backorder && life.Digital ? WithoutBackorder(life, comes: false) : [];
        var some = Each(life, parcel => parcel.UnderWay, parcel => parcel with { Outcome = ShipmentOutcome.Voided });
        return life.Parcels.Any(parcel => parcel.HandedOver)
            ? []
            : some.Append([
                    Stopped(
                        life with
                        {
                            Parcels =
                            [
                                .. life.Parcels.Select(parcel =>
                                    parcel.UnderWay ? parcel with { Outcome = ShipmentOutcome.Voided } : parcel
                                ),
                            ],
                        }
                    ),
                ])
                .Append([life]);
    }

    private static IEnumerable<Life[]> WithoutBackorder(Life life, bool comes)
    {
        var after = life with { Backorder = false };
        if (comes && !life.Digital)
        {
            if (life.Parcels.Length < MostParcels && !life.Parcels.IsEmpty)
                yield return [AsItsParcels(after with { Parcels = after.Parcels.Add(Stand.Labelled) })];
        }
        else if (life.Left && !life.UnderWay)
        {
            // With licences first, goods later.
            if (comes && life.Digital)
                yield return [after with { Parcels = [Stand.Labelled] }];
            yield return
            [
                life.Digital || life.Parcels.Any(parcel => parcel.Outcome == ShipmentOutcome.Delivered)
                    ? after with
                    {
                        Status = OrderStatus.Delivered,
                    }
                    : after,
            ];
        }
        else
        {
            yield return [AsItsParcels(after)];
        }
    }

    private static Life AsItsParcels(Life life) => life.Left && !life.Digital ? life with { Status = life.StatusOfParcels } : life;

    private static IEnumerable<Life[]> Over(Life life, Trigger on) =>
        [
            [Ended(life, OrderStatus.Closed)],
            [Ended(life, OrderStatus.Refunded)],
            .. on == Trigger.WindowsOver ? One(life with { Ending = true }) : [],
        ];

    // Claims, returns, requests

    private static IEnumerable<Life[]> File(Life life, Trigger on)
    {
        var asked = on == Trigger.ClaimFiled ? OpenCase.Claim : OpenCase.Return;
        return !life.Ending && (asked == OpenCase.Claim ? CanClaim(life) : CanReturn(life))
            ? One(life.Case == OpenCase.None ? life with { Case = asked } : life)
            : [];
    }

    private static bool CanClaim(Life life)
    {
        // What was written off is refunded, or sent again: it is not claimed; nor is a unit under a return.
        return life.Parcels.Count(parcel => parcel is { HandedOver: true, Replaced: false, Outcome: null or ShipmentOutcome.Delivered })
            > (life.Case == OpenCase.Return ? 1 : 0);
    }

    private static bool CanReturn(Life life)
    {
        if (life.Status == OrderStatus.Preparing)
            return false;
        var goods = life.Parcels.Count(parcel => parcel.Outcome == ShipmentOutcome.Delivered);
        var licences =
            life.Digital && (goods > 0 || (life.Status == OrderStatus.Delivered && !life.Parcels.Any(parcel => parcel.HandedOver))) ? 1 : 0;
        var delivered = goods + licences;
        return delivered > (life.Case == OpenCase.Return ? 1 : 0);
    }

    private static IEnumerable<Life[]>? OfCases(Life life, Trigger on) =>
        (on, life.Case) switch
        {
            (Trigger.ClaimDecision, OpenCase.Claim) or (Trigger.ReturnReceived, OpenCase.Return) =>
            [
                [life with { Case = OpenCase.None }],
                .. SentForCase(life),
            ],
            (Trigger.ReturnLapsed, OpenCase.Return) => One(life with { Case = OpenCase.None }),
            (Trigger.ReturnSent or Trigger.ReturnScanned, OpenCase.Return) => One(life),
            (Trigger.ClaimDecision or Trigger.ReturnReceived or Trigger.ReturnLapsed or Trigger.ReturnSent or Trigger.ReturnScanned, _) =>
            [],
            _ => null,
        };

    /// <summary>Goods go out for a claim or an exchange; the order's status is that of its parcels when the new one moves.</summary>
    private static IEnumerable<Life[]> SentForCase(Life life) =>
        life.Parcels.Length is > 0 and < MostParcels
        && life.Status != OrderStatus.Cancelling
        && life.Parcels.Any(parcel => parcel.HandedOver)
            ? One(life with { Case = OpenCase.None, Parcels = life.Parcels.Add(Stand.Labelled) })
            : [];
}
