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
    public static Progress? In(string? input) =>
        input is not null
        && JsonNode.Parse(input) is JsonArray { Count: 1 } arguments
        && arguments[0] is JsonObject argument
        && (argument["state"] is not null ? argument : argument["step"]) is JsonObject step
        && step["state"] is not null
            ? step.Deserialize<Progress>(OrderJson.Options)
            : null;

    /// <param name="input">Of an activity, as it gets it.</param>
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
