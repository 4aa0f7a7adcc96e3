using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using DurableTask.Core.History;

namespace Durable.Testing.Replay;

/// <summary>
/// A file with the histories of one life: for each orchestration a line that names it, then one official history event a line. Inputs and
/// results are JSON as they were, not text.
/// </summary>
public static class RecordedLife
{
    private const string Instance = "Instance";

    private static readonly JsonWriterOptions _plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(string path, IEnumerable<RecordedHistory> histories)
    {
        ArgumentNullException.ThrowIfNull(histories);
        using var file = new StreamWriter(path, append: false, new UTF8Encoding(false)) { NewLine = "\n" };
        foreach (var history in histories)
        {
            file.WriteLine(Line(json => json.WriteString(Instance, history.InstanceId)));
            foreach (var happened in history.Events)
                file.WriteLine(Line(json => HistoryJson.Write(json, happened)));
        }
    }

    /// <exception cref="InvalidDataException">The file is not a recording.</exception>
    public static IReadOnlyList<RecordedHistory> Read(string path)
    {
        List<RecordedHistory> histories = [];
        string? instance = null;
        List<HistoryEvent> events = [];
        foreach (var line in File.ReadLines(path))
        {
            using var document = JsonDocument.Parse(line);
            if (document.RootElement.TryGetProperty(Instance, out var next))
            {
                Close();
                (instance, events) = (next.GetString(), []);
            }
            else
            {
                events.Add(
                    HistoryJson.Read(
                        document.RootElement,
                        instance ?? throw new InvalidDataException($"{path}: the first line names no orchestration.")
                    )
                );
            }
        }

        Close();
        return histories;

        void Close()
        {
            if (instance is not null)
                histories.Add(new RecordedHistory(instance, events));
        }
    }

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
}
