using LocalRuntime.Functions.Invocation;
using LocalRuntime.Functions.Triggers;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LocalRuntime.Functions.Timers;

/// <summary>Runs a function on its schedule, never two runs at once. A run that was missed while no host was up is made up for, once, at the start.</summary>
internal sealed class TimerListener(
    FunctionDescriptor function,
    TimerTriggerAttribute trigger,
    TimerSchedule schedule,
    TimerStatusStore store,
    FunctionInvoker invoker,
    IServiceScopeFactory scopes,
    TimeProvider time,
    ILogger logger) : ITriggerListener
{
    /// <summary>Longer waits are cut into pieces: a timer of the platform has an end.</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromDays(1);

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    public async Task RunAsync(CancellationToken stopping, CancellationToken abort)
    {
        var monitored = trigger.UseMonitor && schedule.IsAtLeastAMinute(Now);
        var status = monitored ? await store.ReadAsync(function.Name, stopping) : null;
        if (monitored && status is null)
        {
            // From now on a run that is missed is known, even if this host dies before the first one.
            status = new ScheduleStatus { Next = schedule.Next(Now), LastUpdated = Now };
            await store.WriteAsync(function.Name, status, stopping);
        }

        var missed = status is not null && status.Next <= Now;
        if (missed || trigger.RunOnStartup)
            status = await FireAsync(status, missed, monitored, abort);
        while (!stopping.IsCancellationRequested)
        {
            var due = schedule.Next(Now);
            await WaitUntilAsync(due, stopping);
            status = await FireAsync(status, isPastDue: false, monitored, abort);
        }
    }

    public override string ToString() => $"Timer trigger of {function.Name}";

    private async Task WaitUntilAsync(DateTime due, CancellationToken stopping)
    {
        for (var wait = due - Now; wait > TimeSpan.Zero; wait = due - Now)
            await Task.Delay(wait < MaxWait ? wait : MaxWait, time, stopping);
    }

    private async Task<ScheduleStatus?> FireAsync(ScheduleStatus? status, bool isPastDue, bool monitored, CancellationToken abort)
    {
        var started = Now;
        await RunAsync(new TimerInfo { IsPastDue = isPastDue, ScheduleStatus = status }, abort);
        if (!monitored)
            return null;
        var next = new ScheduleStatus { Last = started, Next = schedule.Next(Now), LastUpdated = Now };
        await store.WriteAsync(function.Name, next, CancellationToken.None);
        return next;
    }

    private async Task RunAsync(TimerInfo timer, CancellationToken abort)
    {
        for (var attempt = 0; ; attempt++)
        {
            await using var scope = scopes.CreateAsyncScope();
            var data = new TriggerData
            {
                Kind = "timer",
                RetryCount = attempt,
                MaxRetryCount = function.Retry?.MaxRetryCount ?? 0,
                BindAsync = (parameter, context) => parameter.ParameterType == typeof(TimerInfo)
                    ? ValueTask.FromResult<object?>(timer)
                    : throw new InvalidOperationException($"Function '{context.Function.Name}': nothing supplies parameter '{parameter.Name}'."),
            };
            try
            {
                await invoker.InvokeAsync(function, scope.ServiceProvider, data, abort);
                return;
            }
#pragma warning disable CA1031 // Whatever a function throws: it is logged, and the schedule goes on.
            catch (Exception e)
#pragma warning restore CA1031
            {
                logger.LogError(e, "Function {Function} failed, attempt {Attempt}", function.Name, attempt + 1);
                if (abort.IsCancellationRequested || RetryDelay.Of(function.Retry, attempt) is not { } delay)
                    return;
                await Task.Delay(delay, time, abort);
            }
        }
    }
}
