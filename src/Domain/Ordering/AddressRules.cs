namespace Orders.Functions.Domain.Ordering;

/// <summary>Whether a carrier could deliver to an address, as far as its text tells.</summary>
public static class AddressRules
{
    /// <summary>What is wrong with it; none if nothing is.</summary>
    public static IReadOnlyList<Reason> Check(Address address)
    {
        List<Reason> reasons = [];
        if (!HasLetter(address.Recipient))
            reasons.Add(ReasonCode.AddressRecipient);
        if (!HasLetter(address.City))
            reasons.Add(ReasonCode.AddressCity);
        if (!HasLetter(address.Line1))
            reasons.Add(ReasonCode.AddressLine1);

        // Where a carrier cannot sort without it.
        if (address.Country is "CN" or "US" or "JP" && string.IsNullOrWhiteSpace(address.Region))
            reasons.Add(ReasonCode.AddressRegion);
        if (!PostalCodes.IsValid(Destination.Of(address)))
            reasons.Add(ReasonCode.AddressPostalCode);
        return reasons;
    }

    private static bool HasLetter(string text) => text.Any(char.IsLetter);
}
