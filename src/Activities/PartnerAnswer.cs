using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Shipping;

namespace Orders.Functions.Activities;

/// <summary>
/// What a payment provider or a carrier answered. A refusal is an answer, since everything that an activity throws is tried again: which
/// exceptions mean what is known here, and not in orchestrations.
/// </summary>
/// <param name="Value">What was asked for; null if it was refused.</param>
/// <param name="Refusal">Why it will not be done, however often it is asked; never holds personal data. Null if it was done.</param>
public sealed record PartnerAnswer<T>(T? Value, string? Refusal);

internal static class PartnerAnswer
{
    /// <summary>Asks a company.</summary>
    /// <returns>Its answer; what else goes wrong is thrown, and may be tried again.</returns>
    public static async Task<PartnerAnswer<T>> OfAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return new PartnerAnswer<T>(await ask(), null);
        }
        catch (Exception refusal) when (refusal is CarrierRefusedException or PaymentRefusedException)
        {
            return new PartnerAnswer<T>(default, refusal.Message);
        }
    }
}
