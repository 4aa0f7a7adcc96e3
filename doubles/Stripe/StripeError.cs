using System.Text.Json.Nodes;

namespace Doubles.Stripe;

/// <summary>An answer that is an error (https://docs.stripe.com/api/errors).</summary>
internal sealed class StripeError(int status, string type, string? code, string message, string? param = null) : Exception(message)
{
    public int Status => status;

    /// <summary>It was found before anything was done: nothing is kept under the idempotency key.</summary>
    public bool IsBeforeDoing { get; init; }

    public JsonObject Body =>
        new()
        {
            ["error"] = new JsonObject
            {
                ["type"] = type,
                ["code"] = code,
                ["message"] = Message,
                ["param"] = param,
            },
        };

    public static StripeError Invalid(string code, string param, string message) =>
        new(400, "invalid_request_error", code, $"{message}: {param}", param) { IsBeforeDoing = true };

    public static StripeError Refused(string code, string message) => new(400, "invalid_request_error", code, message);

    public static StripeError NotFound(string what) => new(404, "invalid_request_error", "resource_missing", $"No such {what}");
}
