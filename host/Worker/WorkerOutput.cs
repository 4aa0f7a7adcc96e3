namespace LocalHost.Worker;

/// <summary>What a worker prints: kept until it is up, then logged as it comes.</summary>
internal sealed class WorkerOutput(ILogger console)
{
    private const int Kept = 200;

    private readonly Lock _lock = new();
    private readonly Queue<(string Line, bool IsError)> _lines = [];
    private bool _logs;

    /// <summary>The last thing said that is no stack trace, the error stream before the other.</summary>
    public string LastWords
    {
        get
        {
            lock (_lock)
            {
                var said = _lines.Where(line => !string.IsNullOrWhiteSpace(line.Line) && !IsTrace(line.Line)).ToList();
                var last = said.Exists(line => line.IsError) ? said.Last(line => line.IsError) : said.LastOrDefault();
                return last.Line?.Trim() ?? "";
            }
        }
    }

    public void Take(string? line, bool isError)
    {
        if (line is null)
            return;
        lock (_lock)
        {
            _lines.Enqueue((line, isError));
            if (_lines.Count > Kept)
                _lines.Dequeue();
            if (_logs)
                Log(line, isError);
        }
    }

    public void Log()
    {
        lock (_lock)
        {
            _logs = true;
            foreach (var (line, isError) in _lines)
                Log(line, isError);
        }
    }

    private void Log(string line, bool isError) => console.Log(isError ? LogLevel.Error : LogLevel.Information, "{Line}", line);

    private static bool IsTrace(string line)
    {
        var text = line.AsSpan().TrimStart();
        return text.StartsWith("at ", StringComparison.Ordinal) || text.StartsWith("---", StringComparison.Ordinal);
    }
}
