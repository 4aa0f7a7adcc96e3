using PhoneNumbers;

namespace Orders.Functions.Domain.Ordering;

public static class Countries
{
    /// <summary>True for an ISO 3166-1 alpha-2 code, in capitals, of a country that can be telephoned: a carrier needs to.</summary>
    public static bool IsKnown(string code) => PhoneNumberUtil.GetInstance().GetSupportedRegions().Contains(code);
}
