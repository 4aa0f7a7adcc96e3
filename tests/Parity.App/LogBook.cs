using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Parity.App;

/// <summary>Keeps what was logged in this process, by category.</summary>
public sealed class LogBook : ILoggerProvider
{
    private readonly ConcurrentQueue<(string Category, string Line)> _lines = [];

    public ILogger CreateLogger(string categoryName) => new Writer(this, categoryName);

    /// <summary>What was logged under a category, in order.</summary>
    public IReadOnlyList<string> Read(string category) =>
        [.. _lines.Where(entry => entry.Category == category).Select(entry => entry.Line)];

    public void Dispose()
    {
        // Holds nothing that would have to be returned.
    }

    private sealed class Writer(LogBook book, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => book._lines.Enqueue((category, formatter(state, exception)));
    }
}
