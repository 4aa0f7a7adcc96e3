namespace Orders.Functions.Orders;

/// <summary>Between which days a parcel is promised to arrive.</summary>
public sealed record Promise(DateTimeOffset From, DateTimeOffset To)
{
    private const int FastestHandling = 1;
    private const int SlowestHandling = 2;

    /// <summary>Handling and transit in business days, counted from when the parcel was booked (workflow.md, 'Shipping, calendar, countries').</summary>
    public static Promise For(ShippingClass shippingClass, DateTimeOffset booked)
    {
        var (fastest, slowest) = shippingClass switch
        {
            ShippingClass.Economy => (7, 15),
            ShippingClass.Standard => (5, 8),
            ShippingClass.Express => (3, 5),
            _ => throw new ArgumentOutOfRangeException(nameof(shippingClass), shippingClass, "Not a shipping class."),
        };
        return new(Day(FastestHandling + fastest), Day(SlowestHandling + slowest));

        DateTimeOffset Day(int days) => Deadlines.After(new Window(null, days), booked);
    }
}
