using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Integrations.Mail;

namespace Integration.Tests.Integrations.Mail;

/// <summary>An order in the middle of its life, from which tests make the mail that they want.</summary>
internal static class MailSample
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    public static readonly MailOptions Options = new()
    {
        From = "orders@shop.example",
        Shop = "Orders",
        ApiKey = "SG.test",
        WhenUnsure = WhenUnsure.Resend,
        AskAfter = TimeSpan.FromSeconds(12),
    };

    public static Order Order(string locale = "en", string orderId = "o-1") =>
        Samples.Order(orderId, placedAt: Noon, locale: locale) with
        {
            OrderNumber = "R-7K3Q9-M2XWD",
            Lines =
            [
                new("HW-PRO", new("Hardware wallet Pro", "硬件钱包 Pro"), ProductKind.Physical, 2, new(12900, "USD"), 180),
                new("SW-PLUS", new("Plus licence", "Plus 许可"), ProductKind.Digital, 1, new(4900, "USD"), 0),
            ],
            ShippingFee = new(2000, "USD"),
            Total = new(32700, "USD"),
        };

    public static OrderState State(OrderStatus status = OrderStatus.AwaitingPayment, long captured = 0) =>
        new()
        {
            Status = status,
            Since = Noon,
            Captured = new(captured, "USD"),
            Refunded = new(0, "USD"),
            Kept = new(0, "USD"),
            Deadlines = new Dictionary<OrderDeadline, DateTimeOffset>
            {
                [OrderDeadline.Payment] = Noon.AddHours(24),
                [OrderDeadline.Claim] = Noon.AddDays(7),
            },
            PaymentUrl = "https://pay.example/o-1?a=1&b=2",
            Cancellation = new([ReasonCode.PaymentTimeout, new Reason(ReasonCode.OutOfStock, "HW-PRO")], Actor.System, Noon),
        };

    public static ParcelState Parcel(int number = 1) =>
        new()
        {
            Number = number,
            Lines = [new("HW-PRO", 2)],
            Carrier = "sandbox",
            Waybill = "SBX000000000017",
            TrackingUrl = "https://track.example/SBX000000000017",
            Status = ParcelStatus.PickedUp,
            PromisedFrom = Noon.AddDays(3),
            PromisedTo = Noon.AddDays(5),
            DeliveredAt = Noon.AddDays(4),
        };

    public static MailContent Content(
        MailKind kind,
        string locale = "en",
        string name = "李雷",
        OrderState? state = null,
        string? reference = null,
        IReadOnlyDictionary<string, string>? facts = null
    ) =>
        new(
            Order(locale),
            state ?? State(),
            [Parcel()],
            Samples.Contact(name),
            new(kind, reference ?? (kind is MailKind.Shipped or MailKind.Delivered ? "parcel-1" : ""), facts),
            kind == MailKind.Licences ? [new("SW-PLUS", 1, "ABCDE-FGHJK-MNPQR-STVWX-YZ012")] : []
        )
        {
            Case = kind switch
            {
                MailKind.ReturnGranted
                or MailKind.ReturnReminder
                or MailKind.ReturnReceived
                or MailKind.ReturnSettled
                or MailKind.ReturnLapsed => Return(),
                MailKind.RequestReceived or MailKind.RequestAnswered => Request(),
                MailKind.CaseRefused => Return(),
                _ => null,
            },
        };

    /// <summary>One wallet to be exchanged, one to be sent back.</summary>
    public static CaseState Return() =>
        new()
        {
            Kind = CaseKind.Return,
            CaseId = "RMA-7K3Q9-M2XWD",
            Status = CaseStatus.Open,
            Lines = [new("HW-PRO", 2)],
            FiledAt = Noon,
            DueBy = Noon.AddDays(14),
            Return = new(
                ReturnWish.Exchange,
                ReasonCode.CustomerRequest,
                new(
                    [new("HW-PRO", 2, new(12900, "USD"), ProductKind.Physical, Sealed: true)],
                    ["Orders, returns", "1 Warehouse Road"],
                    50,
                    0,
                    new(0, "USD")
                ),
                Verdict: new(new(0, "USD"), new(0, "USD"), new(0, "USD"), [new("HW-PRO", 1)], [new("HW-PRO", 1)], [new("HW-PRO", 1)], "mei")
            ),
        };

    public static CaseState Request() =>
        new()
        {
            Kind = CaseKind.Request,
            CaseId = "q1",
            Status = CaseStatus.Open,
            FiledAt = Noon,
            DueBy = Noon.AddDays(3),
        };
}
