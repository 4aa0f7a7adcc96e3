using Orders.Functions.Domain.Pricing;
using Orders.Functions.Domain.Promises;

namespace Domain.Tests;

/// <summary>The tables that are built into the app.</summary>
internal static class TestTables
{
    public static PriceTables Prices { get; } = PriceTables.Read();

    public static PromiseRules Promises { get; } = new(BusinessCalendars.BuiltIn, Prices.Rates, Prices.RemoteAreas, new TimeOnly(16, 0));
}
