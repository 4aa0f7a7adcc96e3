using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.Views;

/// <summary>The territory that an address lies in, where it is another than the country that is written there.</summary>
/// <inheritdoc cref="Territory" path="/param"/>
public sealed record TerritoryView(string Code, string Name)
{
    /// <param name="code">Null: the country itself.</param>
    public static TerritoryView? Of(string? code, string locale) =>
        code is null ? null : new(code, Territories.Named(code).Name?.In(locale) ?? code);
}
