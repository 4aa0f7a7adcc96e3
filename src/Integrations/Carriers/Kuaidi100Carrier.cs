using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Integrations.Partners;

namespace Orders.Functions.Integrations.Carriers;

/// <summary>Kuaidi100, which orders waybills of the companies that carry parcels within China, each by an account of the shop's.</summary>
public sealed class Kuaidi100Carrier(Kuaidi100Api kuaidi, Kuaidi100Settings settings, ShipperSettings shipper, OnceOnly once) : ICarrier
{
    public const string CarrierName = "kuaidi100";

    private const string Bookings = $"{CarrierName}/book:";

    public string Name => CarrierName;

    /// <summary>Their labels say it.</summary>
    public string ContactText => "";

    public async Task<Booking> BookAsync(string idempotencyKey, ParcelBooking booking, CancellationToken cancellationToken)
    {
        // The same key within 48 hours is the same waybill: what is unknown is asked for again.
        var booked = await once.AskAsync<Kuaidi100Plan, Kuaidi100Booked>(
            booking.OrderId,
            Bookings + idempotencyKey,
            () => Task.FromResult(PlanOf(booking.Class)),
            _ => Task.FromResult<Kuaidi100Booked?>(null),
            async (_, plan) => BookedIn(plan, await kuaidi.OrderAsync(OrderOf(plan, idempotencyKey, booking), cancellationToken)),
            cancellation: cancellationToken
        );
        return new Booking(booked.Waybill, TrackingUrl(booked.Company, booked.Waybill))
        {
            Label = await LabelAsync(booked, idempotencyKey, booking, cancellationToken),
        };
    }

    public async Task<bool> VoidAsync(ParcelWaybill waybill, CancellationToken cancellationToken)
    {
        var booked = await FindAsync(waybill, cancellationToken);
        return !AccountOf(booked.Company).Cancels || await kuaidi.CancelAsync(StopOf(booked), cancellationToken);
    }

    public async Task<bool> InterceptAsync(ParcelWaybill waybill, CancellationToken cancellationToken)
    {
        var booked = await FindAsync(waybill, cancellationToken);
        return await kuaidi.InterceptAsync(
            StopOf(booked) with
            {
                InterceptType = "RETURN_SEND_ADDR",
                OrderRole = "1",
                InterceptPayType = AccountOf(booked.Company).PayType,
            },
            cancellationToken
        );
    }

    public async Task<IReadOnlyList<Scan>> TrackAsync(ParcelWaybill waybill, CancellationToken cancellationToken)
    {
        var booked = await FindAsync(waybill, cancellationToken);
        var question = new Kuaidi100Question(booked.Company, booked.Waybill, shipper.Address.Phone, "4");
        return Kuaidi100Scans.Of(await kuaidi.QueryAsync(question, cancellationToken));
    }

    private Kuaidi100Plan PlanOf(ShippingClass shippingClass)
    {
        var service =
            settings.Services.GetValueOrDefault(shippingClass)
            ?? throw new CarrierRefusedException($"Kuaidi100 is not set up for class {OrderJson.Name(shippingClass)}.");
        return new Kuaidi100Plan(Kuaidi100Settings.CodeOf(service), service.Split('/', 2) is [_, var product] ? product.Trim() : null);
    }

    private Kuaidi100Order OrderOf(Kuaidi100Plan plan, string key, ParcelBooking booking)
    {
        var account = AccountOf(plan.Company);
        return new Kuaidi100Order(
            "IMAGE",
            account.PartnerId,
            account.PartnerKey,
            account.PartnerSecret,
            account.PartnerName,
            account.Net,
            account.Code,
            plan.Company,
            PersonOf(shipper.Address, shipper.Company),
            PersonOf(booking.ShipTo, company: null),
            string.Join("、", booking.Goods.Select(goods => goods.Name.Zh)),
            Count: 1,
            Math.Ceiling(booking.WeightGrams / 10m) / 100,
            account.PayType,
            plan.Product,
            key,
            Reorder: false,
            NeedSubscribe: true,
            settings.CallbackUrl.AbsoluteUri,
            settings.Salts[0],
            Resultv2: "4"
        );
    }

    private static Kuaidi100Person PersonOf(Address address, string? company) =>
        new(
            address.Recipient,
            address.Phone,
            string.Concat(((string?[])[address.Region, address.City, address.Line1, address.Line2]).Where(part => part is not null)),
            company
        );

    private Kuaidi100Stop StopOf(Kuaidi100Booked booked)
    {
        var account = AccountOf(booked.Company);
        return new Kuaidi100Stop(
            account.PartnerId,
            account.PartnerKey,
            account.PartnerSecret,
            account.PartnerName,
            account.Net,
            account.Code,
            booked.Company,
            booked.Waybill,
            booked.Number,
            "订单取消",
            booked.Product,
            InterceptType: null,
            OrderRole: null,
            InterceptPayType: null
        );
    }

    private Kuaidi100Account AccountOf(string company) =>
        settings.Accounts.GetValueOrDefault(company)
        ?? throw new InvalidOperationException($"The account at {company} is not set up any more.");

    /// <summary>The picture is there for a short time only; ordered again, the same waybill comes with another.</summary>
    private async Task<CarrierLabel?> LabelAsync(Kuaidi100Booked booked, string key, ParcelBooking booking, CancellationToken cancellation)
    {
        if (!Uri.TryCreate(booked.Label, UriKind.Absolute, out var url))
            return null;
        try
        {
            return new CarrierLabel(await kuaidi.FetchAsync(url, cancellation));
        }
        catch (HttpRequestException gone) when (gone.StatusCode is { } status && PartnerHttp.IsRefusal(status))
        {
            var again = await kuaidi.OrderAsync(OrderOf(new Kuaidi100Plan(booked.Company, booked.Product), key, booking), cancellation);
            return again.Kuaidinum == booked.Waybill && Uri.TryCreate(again.Label, UriKind.Absolute, out var fresh)
                ? new CarrierLabel(await kuaidi.FetchAsync(fresh, cancellation))
                : throw new HttpRequestException($"Kuaidi100 has no label of {booked.Waybill} any more.", gone);
        }
    }

    private async Task<Kuaidi100Booked> FindAsync(ParcelWaybill waybill, CancellationToken cancellation) =>
        await once.FindAnswerAsync<Kuaidi100Booked>(waybill.OrderId, Bookings, booked => booked.Waybill == waybill.Number, cancellation)
        ?? throw new CarrierRefusedException($"The waybill {waybill.Number} was not booked with Kuaidi100.");

    private static Kuaidi100Booked BookedIn(Kuaidi100Plan plan, Kuaidi100Waybill answer) =>
        answer.Kuaidinum is { Length: > 0 } number
            ? new Kuaidi100Booked(plan.Company, plan.Product, number, answer.KdComOrderNum, answer.Label)
            : throw new HttpRequestException("Kuaidi100 booked, and answered no number.");

    // Their own page, which knows every company that they know.
    private static string TrackingUrl(string company, string waybill) =>
        $"https://www.kuaidi100.com/chaxun?com={Uri.EscapeDataString(company)}&nu={Uri.EscapeDataString(waybill)}";
}

/// <param name="Company">The code of the company that carries: <c>shunfeng</c>.</param>
/// <param name="Product">Its kind of product; null: its usual one.</param>
internal sealed record Kuaidi100Plan(string Company, string? Product);

/// <param name="Number">The carrying company's own number of the booking, by which it is taken back.</param>
internal sealed record Kuaidi100Booked(string Company, string? Product, string Waybill, string? Number, string? Label);
