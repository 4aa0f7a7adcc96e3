using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace LocalRuntime.Functions.Management;

/// <summary>The official payloads of the management API.</summary>
internal static class StatusView
{
    public static JsonObject Status(OrchestrationMetadata instance, bool showInput, JsonArray? history = null) => new()
    {
        ["name"] = instance.Name,
        ["instanceId"] = instance.InstanceId,
        ["runtimeStatus"] = instance.RuntimeStatus.ToString(),
        ["input"] = showInput ? Json(instance.SerializedInput) : null,
        ["customStatus"] = Json(instance.SerializedCustomStatus),
        ["output"] = instance.RuntimeStatus == OrchestrationRuntimeStatus.Failed && instance.FailureDetails is { } failure
            ? JsonValue.Create($"{failure.ErrorType}: {failure.ErrorMessage}")
            : Json(instance.SerializedOutput),
        ["createdTime"] = Time(instance.CreatedAt.UtcDateTime),
        ["lastUpdatedTime"] = Time(instance.LastUpdatedAt.UtcDateTime),
        ["historyEvents"] = history,
    };

    /// <summary>Where a client goes on from a start. The links carry the key that the caller showed.</summary>
    public static JsonObject CheckStatus(HttpRequest request, string hub, string instanceId)
    {
        var instance = $"{request.Scheme}://{request.Host}{ManagementEndpoints.Base}/instances/{Uri.EscapeDataString(instanceId)}";
        var code = request.Query["code"].FirstOrDefault() ?? request.Headers["x-functions-key"].FirstOrDefault();
        var query = $"taskHub={hub}&connection=Storage{(code is { Length: > 0 } ? $"&code={Uri.EscapeDataString(code)}" : "")}";
        return new()
        {
            ["id"] = instanceId,
            ["statusQueryGetUri"] = $"{instance}?{query}",
            ["sendEventPostUri"] = $"{instance}/raiseEvent/{{eventName}}?{query}",
            ["terminatePostUri"] = $"{instance}/terminate?reason={{text}}&{query}",
            ["suspendPostUri"] = $"{instance}/suspend?reason={{text}}&{query}",
            ["resumePostUri"] = $"{instance}/resume?reason={{text}}&{query}",
            ["rewindPostUri"] = $"{instance}/rewind?reason={{text}}&{query}",
            ["restartPostUri"] = $"{instance}/restart?{query}",
            ["purgeHistoryDeleteUri"] = $"{instance}?{query}",
        };
    }

    public static string Time(DateTime utc) => utc.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    /// <summary>Stored JSON as JSON; what is not JSON as text.</summary>
    public static JsonNode? Json(string? text)
    {
        if (text is null)
            return null;
        try
        {
            return JsonNode.Parse(text);
        }
        catch (System.Text.Json.JsonException)
        {
            return JsonValue.Create(text);
        }
    }
}
