using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace LocalRuntime.DurableTask.Core;

/// <summary>Loggers that are silent while their orchestration replays.</summary>
internal sealed class ReplaySafeLoggerFactory(TaskOrchestrationContext context, ILoggerFactory inner) : ILoggerFactory
{
    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("Providers belong to the host's logger factory.");

    public ILogger CreateLogger(string categoryName) => new ReplaySafeLogger(context, inner.CreateLogger(categoryName));

    public void Dispose()
    {
        // The inner factory is the host's.
    }

    private sealed class ReplaySafeLogger(TaskOrchestrationContext context, ILogger inner) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
            => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => !context.IsReplaying && inner.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!context.IsReplaying)
                inner.Log(logLevel, eventId, state, exception, formatter);
        }
    }
}
