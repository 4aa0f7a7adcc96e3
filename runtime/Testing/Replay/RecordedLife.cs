using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Azure.Data.Tables;
using LocalRuntime.DurableTask.Core;
using LocalRuntime.DurableTask.Storage.AzureStorage;
using Microsoft.DurableTask;

namespace LocalRuntime.Testing.Replay;

/// <summary>
/// A file with the histories of one life: for each orchestration a line that names it, then one event a line, in the columns of the official History table. Inputs and results are JSON as they were, not text.
/// </summary>
public static class RecordedLife
{
    private const string Instance = "Instance";
    private const string Orchestration = "Orchestration";
    private const string Version = "Version";

    /// <summary>Columns that hold JSON; it is kept to the letter.</summary>
    private static readonly HashSet<string> _json = new(["Input", "Result", "OrchestrationInstance", "ParentInstance", "FailureDetails", "Tags"], StringComparer.Ordinal);

    private static readonly HashSet<string> _times = new(["_Timestamp", "FireAt", "ScheduledStartTime"], StringComparer.Ordinal);

    /// <summary>Columns that say nothing to a replay.</summary>
    private static readonly HashSet<string> _left = new(["PartitionKey", "RowKey", "odata.etag", "Timestamp", "IsPlayed", "MessageId", "ExecutionId", "ParentTraceContext"], StringComparer.Ordinal);

    private static readonly JsonWriterOptions _plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(string path, IEnumerable<RecordedHistory> histories)
    {
        ArgumentNullException.ThrowIfNull(histories);
        using var file = new StreamWriter(path, append: false, new UTF8Encoding(false)) { NewLine = "\n" };
        foreach (var history in histories)
        {
            file.WriteLine(Line(json =>
            {
                json.WriteString(Instance, history.InstanceId);
                json.WriteString(Orchestration, history.Orchestration);
                json.WriteString(Version, history.Version);
            }));
            foreach (var played in history.Events)
                file.WriteLine(Line(json => Write(json, HistoryFormat.ToEntity(history.InstanceId, "", null, WithoutStack(played)))));
        }
    }

    /// <exception cref="InvalidDataException">The file is not a recording.</exception>
    public static IReadOnlyList<RecordedHistory> Read(string path)
    {
        var histories = new List<RecordedHistory>();
        var events = new List<HistoryEvent>();
        foreach (var line in File.ReadLines(path))
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            if (root.TryGetProperty(Instance, out var instance) && root.TryGetProperty(Orchestration, out var orchestration))
            {
                events = [];
                histories.Add(new RecordedHistory(instance.GetString()!, orchestration.GetString()!, root.GetProperty(Version).GetString(), events));
                continue;
            }

            if (histories.Count == 0)
                throw new InvalidDataException($"{path}: the first line names no orchestration.");
            events.Add(HistoryFormat.FromEntity(Row(histories[^1].InstanceId, root)));
        }

        return histories;
    }

    /// <summary>Where a failure was thrown is of the machine that recorded it.</summary>
    private static HistoryEvent WithoutStack(HistoryEvent played) => played switch
    {
        TaskFailed failed => failed with { Failure = WithoutStack(failed.Failure)! },
        SubOrchestrationInstanceFailed failed => failed with { Failure = WithoutStack(failed.Failure)! },
        ExecutionCompleted completed => completed with { Failure = WithoutStack(completed.Failure) },
        _ => played,
    };

    private static TaskFailureDetails? WithoutStack(TaskFailureDetails? failure) => failure is null ? null : failure with { StackTrace = null, InnerFailure = WithoutStack(failure.InnerFailure) };

    private static string Line(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, _plain))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static void Write(Utf8JsonWriter json, TableEntity row)
    {
        foreach (var (column, value) in row.Where(column => !_left.Contains(column.Key) && column.Value is not (null or "null")))
        {
            json.WritePropertyName(column);
            switch (value)
            {
                case string text when _json.Contains(column):
                    json.WriteRawValue(text);
                    break;
                case string text:
                    json.WriteStringValue(text);
                    break;
                case int number:
                    json.WriteNumberValue(number);
                    break;
                case bool flag:
                    json.WriteBooleanValue(flag);
                    break;
                case DateTime time:
                    json.WriteStringValue(time.ToString("O", CultureInfo.InvariantCulture));
                    break;
                default:
                    throw new NotSupportedException($"Column {column} holds a {value!.GetType().Name}.");
            }
        }
    }

    private static TableEntity Row(string instanceId, JsonElement line)
    {
        var row = new TableEntity(instanceId, "") { ["ExecutionId"] = "recorded" };
        foreach (var column in line.EnumerateObject())
        {
            row[column.Name] = column.Value.ValueKind switch
            {
                _ when _json.Contains(column.Name) => column.Value.GetRawText(),
                JsonValueKind.Number => column.Value.GetInt32(),
                JsonValueKind.True or JsonValueKind.False => column.Value.GetBoolean(),
                _ when _times.Contains(column.Name) => DateTime.Parse(column.Value.GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
                _ => column.Value.GetString(),
            };
        }

        return row;
    }
}
