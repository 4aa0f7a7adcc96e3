using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.Shipping;

/// <summary>The numbers of carriers: on paper in groups and in capitals, typed and posted in any way.</summary>
public static class Waybills
{
    /// <summary>Characters; no carrier's are longer.</summary>
    public const int Longest = 60;

    /// <summary>The one form in which a waybill is looked up: in capitals, without spaces, in ASCII where it was typed full width.</summary>
    public static string Form(string waybill)
    {
        var code = TextInput.TryRead(waybill, TextKind.Code, out var text) is null ? text : waybill;
        return code.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
    }
}
