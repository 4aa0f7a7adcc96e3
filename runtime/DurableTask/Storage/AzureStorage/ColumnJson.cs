using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using LocalRuntime.DurableTask.Core;
using Microsoft.DurableTask;

namespace LocalRuntime.DurableTask.Storage.AzureStorage;

/// <summary>The members that the official format keeps as JSON strings; their null is the string <c>null</c>.</summary>
internal static class ColumnJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new PlainValueConverter() },
    };

    public static string Write<T>(T? value) => value is null ? "null" : JsonSerializer.Serialize(value, Options);

    public static T? Read<T>(string? json) => string.IsNullOrEmpty(json) ? default : JsonSerializer.Deserialize<T>(json, Options);

    public static string Instance(string instanceId, string executionId) => Write(new OrchestrationInstanceColumn(instanceId, executionId));

    public static string Parent(ParentInstance? parent) => Write(parent is null
        ? null
        : new ParentColumn(parent.Name, new(parent.InstanceId, parent.ExecutionId), parent.TaskScheduledId, parent.Version));

    public static ParentInstance? ReadParent(string? json) => Read<ParentColumn>(json) is { } parent
        ? new(parent.Name, parent.Version, (parent.OrchestrationInstance ?? throw new JsonException("A parent without its instance.")).InstanceId, parent.OrchestrationInstance.ExecutionId, parent.TaskScheduleId)
        : null;

    public static string Trace(string? traceParent) => Write(traceParent is null ? null : new TraceColumn(traceParent));

    public static string? ReadTrace(string? json) => Read<TraceColumn>(json)?.TraceParent;

    public static string Failure(TaskFailureDetails? failure) => Write(FailureColumn.From(failure));

    public static TaskFailureDetails? ReadFailure(string? json) => Read<FailureColumn>(json)?.ToDetails();

    private sealed record OrchestrationInstanceColumn(string InstanceId, string ExecutionId);

    private sealed record ParentColumn(string Name, OrchestrationInstanceColumn OrchestrationInstance, int TaskScheduleId, string? Version);

    private sealed record TraceColumn(string TraceParent);

    private sealed record FailureColumn(
        string ErrorType, string ErrorMessage, string? StackTrace, FailureColumn? InnerFailure, bool IsNonRetriable, IDictionary<string, object?>? Properties)
    {
        public static FailureColumn? From(TaskFailureDetails? failure) => failure is null
            ? null
            : new(failure.ErrorType, failure.ErrorMessage, failure.StackTrace, From(failure.InnerFailure), IsNonRetriable: false, failure.Properties!);

        public TaskFailureDetails ToDetails() => new(ErrorType, ErrorMessage, StackTrace, InnerFailure?.ToDetails(), Properties!);
    }

    /// <summary>A failure's properties come back as the plain values they were, not as pieces of a JSON document.</summary>
    private sealed class PlainValueConverter : JsonConverter<object?>
    {
        public override bool HandleNull => true;

        public override object? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
        {
            JsonTokenType.Null => null,
            JsonTokenType.True => true,
            JsonTokenType.False => false,
            JsonTokenType.String => reader.GetString(),
            JsonTokenType.Number => reader.TryGetInt64(out var whole) ? whole : reader.GetDouble(),
            _ => JsonElement.ParseValue(ref reader),
        };

        public override void Write(Utf8JsonWriter writer, object? value, JsonSerializerOptions options)
        {
            if (value is null)
                writer.WriteNullValue();
            else
                JsonSerializer.Serialize(writer, value, value.GetType());
        }
    }
}
