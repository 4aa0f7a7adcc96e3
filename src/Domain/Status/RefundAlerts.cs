namespace Orders.Functions.Domain.Payments;

/// <summary>The keys of the alerts by which a person is told of money that does not go back by itself.</summary>
public static class RefundAlerts
{
    /// <summary>Of refunds that nobody confirms.</summary>
    public static string Unconfirmed(string orderId) => $"refund-slow:{orderId}";
}
