using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.Review;

/// <summary>What the risk rules look at.</summary>
/// <param name="OthersAtAddress">How many other customers have had parcels sent to the address.</param>
public sealed record RiskInput(Order Order, Contact Contact, CustomerHistory History, int OthersAtAddress);

/// <param name="Score">The sum of the rules' weights.</param>
/// <param name="Rules">The names of the rules that fired. For operations only: a customer never learns of one.</param>
public sealed record RiskAssessment(int Score, IReadOnlyList<string> Rules, RiskVerdict Verdict);

public enum RiskVerdict
{
    Pass,

    /// <summary>A person decides.</summary>
    ManualReview,
    Refuse,
}

/// <summary>Named signs that an order may not be meant honestly. None proves anything: each adds its weight, and the sum decides.</summary>
public static class RiskRules
{
    public const string BlockedEmailDomain = "blocked_email_domain";
    public const string CryptoHighValue = "crypto_high_value";
    public const string FirstOrderHighValue = "first_order_high_value";
    public const string HighRiskCountry = "high_risk_country";
    public const string ManyCancelled = "many_cancelled";
    public const string ManyOrders = "many_orders";
    public const string NameMismatch = "name_mismatch";
    public const string SharedAddress = "shared_address";

    /// <summary>Every rule, with the weight it has unless the settings say otherwise.</summary>
    public static IReadOnlyDictionary<string, int> Weights { get; } =
        new Dictionary<string, int>(StringComparer.Ordinal)
        {
            [BlockedEmailDomain] = 60,
            [CryptoHighValue] = 30,
            [FirstOrderHighValue] = 40,
            [HighRiskCountry] = 40,
            [ManyCancelled] = 30,
            [ManyOrders] = 40,
            [NameMismatch] = 20,
            [SharedAddress] = 20,
        };

    public static RiskAssessment Assess(RiskInput input, RiskSettings settings)
    {
        string[] fired = [.. Fired(input, settings).Where(rule => settings.Weights[rule] > 0)];
        var score = fired.Sum(rule => settings.Weights[rule]);
        return new(
            score,
            fired,
            score >= settings.RefuseAt ? RiskVerdict.Refuse
                : score >= settings.ReviewAt ? RiskVerdict.ManualReview
                : RiskVerdict.Pass
        );
    }

    private static IEnumerable<string> Fired(RiskInput input, RiskSettings settings)
    {
        var (order, contact, history, others) = input;
        var highValue = order.Total.Amount >= settings.HighValue;
        if (settings.BlockedEmailDomains.Any(domain => IsAt(contact.Email, domain)))
            yield return BlockedEmailDomain;
        if (highValue && order.PaymentMethod == PaymentMethod.Crypto)
            yield return CryptoHighValue;
        if (highValue && !history.Orders.Any(earlier => earlier.WasKept))
            yield return FirstOrderHighValue;
        if (Territories.Named(order.Place).IsIn(settings.HighRiskCountries))
            yield return HighRiskCountry;
        if (history.Orders.Count(earlier => earlier.WasCancelled) >= settings.ManyCancelled)
            yield return ManyCancelled;
        if (history.Orders.Count(earlier => earlier.PlacedAt >= order.PlacedAt - settings.ManyOrdersWithin) + 1 >= settings.ManyOrders)
            yield return ManyOrders;
        if (order.NeedsParcel && !IsSamePerson(contact.Name, contact.ShipTo.Recipient))
            yield return NameMismatch;
        if (order.NeedsParcel && others >= settings.SharedAddress)
            yield return SharedAddress;
    }

    private static bool IsAt(string email, string domain)
    {
        var host = email[(email.LastIndexOf('@') + 1)..].Trim();
        return host.Equals(domain, StringComparison.OrdinalIgnoreCase) || host.EndsWith("." + domain, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>
    /// Generously: one common part of the names is enough, in any order and case (a couple, a maiden name beside the new one).
    /// </summary>
    private static bool IsSamePerson(string customer, string recipient)
    {
        var parts = Parts(customer);
        return parts.Count == 0
            || Parts(recipient) is var others
                && (
                    others.Count == 0
                    || parts.Overlaps(others)
                    || string.Concat(parts).Equals(string.Concat(others), StringComparison.Ordinal)
                );
    }

    private static SortedSet<string> Parts(string name) =>
        new(
            new string([.. name.Select(letter => char.IsLetter(letter) ? char.ToUpperInvariant(letter) : ' ')])
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Where(part => part.Length > 1 || !char.IsAscii(part[0])),
            StringComparer.Ordinal
        );
}
