using Microsoft.Extensions.Configuration;

namespace Orders.Functions.Domain.Ordering;

/// <summary>
/// Who sends the parcels and from where, as labels print it: the setting <c>Shop:SenderAddress</c>, else <c>Shop:ReturnAddress</c>, its
/// lines separated by <c>|</c>.
/// </summary>
public sealed record SenderAddress(IReadOnlyList<string> Lines)
{
    /// <summary>Characters of all lines together: as many as a label has room for.</summary>
    public const int Longest = 240;

    /// <exception cref="SettingException">There is none, or it is too long.</exception>
    public static SenderAddress Read(IConfiguration configuration)
    {
        var name = configuration["Shop:SenderAddress"] is { Length: > 0 } ? "Shop:SenderAddress" : "Shop:ReturnAddress";
        var lines = (configuration[name] ?? "").Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return lines.Length > 0 && lines.Sum(line => line.Length) <= Longest
            ? new SenderAddress(lines)
            : throw new SettingException(
                $"The setting {name} is missing or too long for a label: it should be the sender's address, its lines separated by |, of at most {Longest} characters."
            );
    }
}
