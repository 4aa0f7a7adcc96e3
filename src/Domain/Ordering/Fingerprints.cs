using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Orders.Functions.Domain.Ordering;

/// <summary>
/// What makes two orders of a customer look like one order placed twice, as far as goods are concerned. Person and address are compared
/// when the order is reviewed: nothing of them is kept beside the order.
/// </summary>
public static class Fingerprints
{
    /// <summary>How long after an order the same again is taken for a duplicate.</summary>
    public static TimeSpan Window { get; } = TimeSpan.FromMinutes(10);

    /// <summary>Equal for orders of the same goods; the order of the lines does not matter.</summary>
    public static string Of(Order order)
    {
        var lines = order
            .Lines.GroupBy(line => line.Sku, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Key}\n{group.Sum(line => (long)line.Quantity)}"));
        var text = string.Join('\n', lines);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
    }
}
