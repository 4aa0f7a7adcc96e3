using System.Text.Json;
using System.Text.Json.Nodes;
using Orders.Functions.Activities;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;

namespace Lives.Oracle;

/// <summary>The steps of orders that activities write down, their own or one that they take along.</summary>
internal static class WrittenSteps
{
    /// <param name="input">Of an activity, as its history has it; null for none.</param>
    /// <returns>Also those that it writes down only if all goes as hoped.</returns>
    public static IEnumerable<Progress> In(string? input)
    {
        if (input is null || JsonNode.Parse(input) is not JsonArray { Count: 1 } arguments || arguments[0] is not JsonObject argument)
            return [];
        JsonNode?[] steps = argument["state"] is null ? [argument["step"], argument["then"]] : [argument];
        return steps
            .OfType<JsonObject>()
            .Where(step => step["state"] is not null)
            .Select(step => step.Deserialize<Progress>(OrderJson.Options)!);
    }

    /// <param name="input">Of an activity, as it gets it.</param>
    /// <returns>The step that it writes down whatever comes of it.</returns>
    public static Progress? In(object? input) =>
        input switch
        {
            Progress step => step,
            PaymentDemand asked => asked.Step,
            AfterStep<ReviewStep> call => call.Step,
            AfterStep<StockStep> call => call.Step,
            AfterStep<BooksToClose> call => call.Step,
            _ => null,
        };
}
