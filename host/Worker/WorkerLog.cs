using System.Collections.Concurrent;
using LocalHost.Worker.Protocol;

namespace LocalHost.Worker;

/// <summary>Puts what workers log and print into the host's own log, under the worker's categories.</summary>
internal sealed class WorkerLog(ILoggerFactory loggers)
{
    private readonly ConcurrentDictionary<string, ILogger> _loggers = new(StringComparer.Ordinal);

    public ILogger Console { get; } = loggers.CreateLogger("LocalHost.Worker.Console");

    public void Write(RpcLog entry)
    {
        if (entry.LogCategory == RpcLog.Types.RpcLogCategory.CustomMetric)
            return;
        var logger = _loggers.GetOrAdd(string.IsNullOrEmpty(entry.Category) ? "Worker" : entry.Category, loggers.CreateLogger);
        if (entry.Exception is { } error)
            logger.Log((LogLevel)(int)entry.Level, "{Message} {Error}", entry.Message, error.Message);
        else
            logger.Log((LogLevel)(int)entry.Level, "{Message}", entry.Message);
    }
}
