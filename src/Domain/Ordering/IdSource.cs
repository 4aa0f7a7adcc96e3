using System.Security.Cryptography;

namespace Orders.Functions.Domain.Ordering;

/// <summary>Draws ids that nobody can guess, from the randomness that the app was composed with.</summary>
public sealed class IdSource(RandomNumberGenerator random)
{
    /// <summary>The id of a new order, case or change.</summary>
    public string OrderId() => OrderIds.OrderId(Bytes(OrderIds.OrderIdBytes));

    /// <inheritdoc cref="OrderIds.OrderNumber"/>
    public string OrderNumber() => OrderIds.OrderNumber(Bytes(OrderIds.OrderNumberBytes));

    /// <inheritdoc cref="OrderIds.Rma"/>
    public string Rma() => OrderIds.Rma(Bytes(OrderIds.OrderNumberBytes));

    /// <summary>The id of an event that this app raises itself: <c>cancel:…</c>.</summary>
    public string EventId(string kind) => $"{kind}:{Convert.ToHexStringLower(Bytes(16))}";

    private byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        random.GetBytes(bytes);
        return bytes;
    }
}
