using System.Text;

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

        // A street may be all numbers, as in Japan (1-9-1): whether it is one there is for AddressDoubts.
        if (!$"{address.Line1} {address.Line2}".EnumerateRunes().Any(rune => TextInput.IsLetter(rune) || Rune.IsNumber(rune)))
            reasons.Add(ReasonCode.AddressLine1);

        // Where a carrier cannot sort without it.
        if (address.Country is "CN" or "US" or "JP" && string.IsNullOrWhiteSpace(address.Region))
            reasons.Add(ReasonCode.AddressRegion);
        if (!PostalCodes.IsValid(Destination.Of(address)))
            reasons.Add(ReasonCode.AddressPostalCode);
        return reasons;
    }

    private static bool HasLetter(string text) => text.EnumerateRunes().Any(TextInput.IsLetter);
}
