namespace Orders.Functions.Domain.Ordering;

/// <summary>Whether a carrier could deliver to an address, as far as its text tells.</summary>
public static class AddressRules
{
    /// <summary>
    /// Reason codes of what is wrong: <c>address_recipient</c>, <c>address_city</c>, <c>address_line1</c>, <c>address_region</c>,
    /// <c>address_postal_code</c>.
    /// </summary>
    public static IReadOnlyList<string> Check(Address address)
    {
        List<string> reasons = [];
        if (!HasLetter(address.Recipient))
            reasons.Add("address_recipient");
        if (!HasLetter(address.City))
            reasons.Add("address_city");
        if (!HasLetter(address.Line1))
            reasons.Add("address_line1");

        // Where a carrier cannot sort without it.
        if (address.Country is "CN" or "US" or "JP" && string.IsNullOrWhiteSpace(address.Region))
            reasons.Add("address_region");
        if (!PostalCodes.IsValid(address.Country, address.PostalCode))
            reasons.Add("address_postal_code");
        return reasons;
    }

    private static bool HasLetter(string text) => text.Any(char.IsLetter);
}
