using Companies;
using Lives.Machine;
using Lives.Scripts;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Integrations.Sandbox;

namespace Lives.People;

/// <summary>What the companies tell the shop without having been asked, or out of order.</summary>
internal static class CompanyNotices
{
    private static readonly ParcelStatus[] _scans = [.. Enum.GetValues<ParcelStatus>().Where(status => status != ParcelStatus.Preparing)];

    /// <summary>The variant with which <see cref="ScanAsync"/> tells of a scan.</summary>
    public static int VariantOf(ParcelStatus status, int chance) =>
        (chance / _scans.Length * _scans.Length) + Array.IndexOf(_scans, status);

    /// <summary>
    /// A refund that was only taken over reaches the customer within ten days; of one in five the shop is not told. One in six comes back
    /// days later.
    /// </summary>
    public static async Task SettleInTimeAsync(World world, string key)
    {
        var chance = world.Chance(key);
        world.Payments.Unfinished++;
        await world.Clock.SleepAsync(TimeSpan.FromHours(1 + chance.Next(240)));
        await world.Payments.SettleAsync(key, tell: chance.Next(5) != 0);
        if (chance.Next(6) == 0)
        {
            await world.Clock.SleepAsync(TimeSpan.FromHours(1 + chance.Next(240)));
            await world.Payments.FailAsync(key);
        }

        world.Payments.Unfinished--;
    }

    /// <summary>What was told of money is told once more under another id: at once, in some hours, or when everything is over.</summary>
    public static async Task TellAgainAsync(World world, SandboxPaymentEvent told)
    {
        var chance = world.Chance(told.EventId);
        await world.Clock.SleepAsync(
            chance.Next(4) switch
            {
                0 => TimeSpan.Zero,
                1 => TimeSpan.FromDays(chance.Next(60)),
                _ => TimeSpan.FromMinutes(chance.Next(600)),
            }
        );
        await world.Payments.Tell(told);
    }

    /// <summary>The payment provider has seen money that is not there yet.</summary>
    public static Task AnnouncePaymentAsync(Life life, PlacedOrder order, Random random) =>
        life.World.Payments.Tell(
            new SandboxPaymentEvent(
                life.World.Payments.NextEvent(),
                order.OrderId,
                PaymentUpdateType.Pending,
                order.Total,
                OrderJson.Name(life.Script.Orders[order.Index].Payment),
                random.Next(2)
            )
        );

    /// <summary>The payment provider says that a refund has arrived: of this order once more, or one that nobody asked for.</summary>
    public static async Task ConfirmRefundAsync(Life life, PlacedOrder order)
    {
        var payments = life.World.Payments;
        if (Made(payments, order) is { } key)
            await payments.SettleAsync(key);
        else
            await payments.Tell(
                new SandboxPaymentEvent(payments.NextEvent(), order.OrderId, PaymentUpdateType.Refunded, order.Total, Reference: "re-none")
            );
    }

    /// <summary>The payment provider says that a refund came back: one of this order, or one that nobody knows.</summary>
    public static async Task ReturnRefundAsync(Life life, PlacedOrder order)
    {
        var payments = life.World.Payments;
        if (Made(payments, order) is { } key)
            await payments.FailAsync(key);
        else
            await payments.Tell(
                new SandboxPaymentEvent(
                    payments.NextEvent(),
                    order.OrderId,
                    PaymentUpdateType.RefundFailed,
                    order.Total,
                    Reference: "re-none"
                )
            );
    }

    private static string? Made(PaymentCompany payments, PlacedOrder order) =>
        payments.Refunds.FirstOrDefault(refund => refund.Value.OrderId == order.OrderId && !refund.Value.Failed).Key;

    /// <summary>The customer's bank takes back what was paid, even if it went back already, and soon decides.</summary>
    public static async Task DisputeAsync(Life life, PlacedOrder order, Random random, bool? won)
    {
        var payments = life.World.Payments;
        var net = payments.NetOf(order.OrderId, order.Total.Currency);
        var amount =
            net.Amount > 0
                ? net
                : payments
                    .Captures.Find(capture => capture.OrderId == order.OrderId && capture.Amount.Currency == order.Total.Currency)
                    ?.Amount;
        if (amount is null)
            return;
        var dispute = new PaymentCompany.Dispute(order.OrderId, amount.Value);
        life.Note($"order {order.Index}: disputes {dispute.Amount}");
        await payments.DisputeAsync(dispute);
        if (won is null)
            return;
        await life.World.Clock.SleepAsync(TimeSpan.FromMinutes(random.Next(10)));
        await payments.EndDisputeAsync(dispute, won.Value);
    }

    /// <summary>
    /// A scan of the order's last parcel that nobody expects now. Goods that lie in the warehouse are with the carrier then, but for those
    /// whose waybill was voided: such a scan is a mistake.
    /// </summary>
    public static async Task ScanAsync(Life life, PlacedOrder order, Deed deed)
    {
        var carrier = life.World.Carrier;
        if (carrier.Parcels.Values.LastOrDefault(parcel => parcel.Booking.OrderNumber == order.OrderNumber) is not { } last)
            return;
        var status = _scans[deed.Variant % _scans.Length];
        if (!last.IsVoided && last.Place == Place.Warehouse && status != ParcelStatus.LabelCreated)
            last.Place = Place.OnItsWay;
        if (!last.IsVoided && last.Place == Place.OnItsWay && status == ParcelStatus.Returned && !order.IsOver)
            last.Place = Place.Returned;
        life.Note($"parcel {last.Waybill} of {order.OrderNumber}: scanned {status} out of turn");
        await carrier.TellAsync(
            last,
            carrier.Scan(last, status, status == ParcelStatus.Exception && deed.Variant % 2 == 0 ? "address" : null)
        );
    }
}
