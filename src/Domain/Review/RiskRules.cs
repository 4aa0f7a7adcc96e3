using System.Text;
using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.Review;

/// <summary>What the risk rules look at.</summary>
/// <param name="OthersAtAddress">How many other customers have had parcels sent to the address.</param>
public sealed record RiskInput(Order Order, Contact Contact, CustomerHistory History, int OthersAtAddress)
{
    /// <summary>Where it may be an earlier order placed twice, a person decides, whatever the score.</summary>
    public DuplicateVerdict Duplicate { get; init; }
}

/// <param name="Score">The sum of the rules' weights.</param>
/// <param name="Rules">The names of the rules that fired, and of the doubts about name and place. For operations only: a customer never learns of one.</param>
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

    /// <summary>Has no weight: it asks for a person, and refuses nothing by itself.</summary>
    public const string PossibleDuplicate = "possible_duplicate";

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
        var isDoubtful = input.Duplicate == DuplicateVerdict.Doubtful;
        var score = fired.Sum(rule => settings.Weights[rule]);

        // They say nothing of honesty, so they add nothing; but a person looks.
        var doubts = AddressDoubts.Of(input.Contact, input.Order.NeedsParcel ? ParcelNeed.Parcel : ParcelNeed.None);
        return new(
            score,
            [.. fired, .. doubts, .. isDoubtful ? [PossibleDuplicate] : Array.Empty<string>()],
            score >= settings.RefuseAt ? RiskVerdict.Refuse
                : score >= settings.ReviewAt || doubts.Count > 0 || isDoubtful ? RiskVerdict.ManualReview
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
        if (order.NeedsParcel && !PersonNames.MayBeOne(contact.Name, contact.ShipTo.Recipient))
            yield return NameMismatch;
        if (order.NeedsParcel && others >= settings.SharedAddress)
            yield return SharedAddress;
    }

    private static bool IsAt(string email, string domain)
    {
        var host = email[(email.LastIndexOf('@') + 1)..];
        var blocked = EmailAddresses.Domain(domain) ?? domain;
        return host.Equals(blocked, StringComparison.OrdinalIgnoreCase) || host.EndsWith("." + blocked, StringComparison.OrdinalIgnoreCase);
    }
}
