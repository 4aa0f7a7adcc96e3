using System.Runtime.ExceptionServices;
using Microsoft.Azure.WebJobs.Host;
using Microsoft.Azure.WebJobs.Host.Timers;

namespace LocalHost.Jobs;

/// <summary>What the WebJobs SDK reports beside the failures of functions. Its own answer is to end the process.</summary>
/// <param name="restart">
/// A listener or a lock has ended, of storage that did not answer for instance: on Azure the host ends and is started again.
/// </param>
/// <param name="timedOut">A function ran longer than functionTimeout: its worker is ended, as on Azure.</param>
internal sealed class JobsFailures(Action<string> restart, Action timedOut, ILogger logger) : IWebJobsExceptionHandler
{
    private volatile string? _reason;

    /// <summary>Why the host that reports here cannot go on; null while it can.</summary>
    public string? Reason => _reason;

    public async Task OnTimeoutExceptionAsync(ExceptionDispatchInfo exceptionInfo, TimeSpan timeoutGracePeriod)
    {
        if (
            exceptionInfo.SourceException is FunctionTimeoutException { Task: { } run }
            && await Task.WhenAny(run, Task.Delay(timeoutGracePeriod)) == run
        )
            return;
        logger.LogError("A function ran longer than functionTimeout, its worker is ended: {Error}", exceptionInfo.SourceException.Message);
        timedOut();
    }

    public Task OnUnhandledExceptionAsync(ExceptionDispatchInfo exceptionInfo)
    {
        _reason = exceptionInfo.SourceException.GetBaseException().Message.Split('\n')[0].Trim();
        restart(_reason);
        return Task.CompletedTask;
    }
}

/// <inheritdoc cref="JobsFailures"/>
internal sealed class JobsFailuresFactory(JobsFailures failures) : IWebJobsExceptionHandlerFactory
{
    public IWebJobsExceptionHandler Create(IHost jobHost) => failures;
}
