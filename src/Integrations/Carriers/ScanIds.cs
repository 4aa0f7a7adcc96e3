using System.Security.Cryptography;
using System.Text;

namespace Orders.Functions.Integrations.Carriers;

/// <summary>Ids for scans of carriers that give them none: made of what the scan says, so that the same is the same by webhook and by poll.</summary>
internal static class ScanIds
{
    public static string Of(params IReadOnlyList<string?> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))))[..24];
}
