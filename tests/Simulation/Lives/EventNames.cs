using System.Text.Json;
using LocalRuntime.DurableTask.Core;
using Orders.Functions.Orders;

namespace Simulation.Lives;

/// <summary>Events by name and, where that makes another event of it, by what they say: <c>PaymentUpdate succeeded</c>.</summary>
internal static class EventNames
{
    public static string Of(EventRaised raised) => raised.Name switch
    {
        OrderEvents.PaymentUpdate => $"{raised.Name} {Text(raised, "type")}",
        OrderEvents.CarrierUpdate => $"{raised.Name} {ScanStatus(raised)}",
        _ => raised.Name,
    };

    private static string Text(EventRaised raised, string member)
    {
        using var input = JsonDocument.Parse(raised.Input!);
        return Find(input.RootElement, member) is { } value ? value.ToString() : "?";
    }

    private static string ScanStatus(EventRaised raised)
    {
        using var input = JsonDocument.Parse(raised.Input!);
        return Find(input.RootElement, "scans") is { ValueKind: JsonValueKind.Array } scans && scans.GetArrayLength() > 0 && Find(scans[0], "status") is { } status ? status.ToString() : "?";
    }

    private static JsonElement? Find(JsonElement element, string member)
    {
        foreach (var property in element.EnumerateObject())
        {
            if (property.Name.Equals(member, StringComparison.OrdinalIgnoreCase))
                return property.Value;
        }

        return null;
    }
}
