using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using LocalRuntime.Functions.Hosting;
using LocalRuntime.Functions.Invocation;
using LocalRuntime.Functions.Triggers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LocalRuntime.Functions.Queues;

/// <summary>Runs a function for each message of a queue, several at once.</summary>
internal sealed class QueueListener(
    FunctionDescriptor function,
    TriggerQueue queue,
    HostSettings.QueueSettings settings,
    FunctionInvoker invoker,
    IServiceScopeFactory scopes,
    TimeProvider time,
    ILogger logger) : ITriggerListener
{
    /// <summary>After a look that found nothing; doubled with each one more.</summary>
    private static readonly TimeSpan MinPollingInterval = TimeSpan.FromMilliseconds(50);

    private readonly int _batch = Math.Clamp(settings.BatchSize, 1, 32);
    private readonly int _threshold = settings.NewBatchThreshold ?? settings.BatchSize / 2;

    public async Task RunAsync(CancellationToken stopping, CancellationToken abort)
    {
        await queue.CreateAsync(stopping);
        var running = new List<Task>();
        var pause = MinPollingInterval;
        try
        {
            while (!stopping.IsCancellationRequested)
            {
                var messages = await queue.ReceiveAsync(_batch, stopping);
                running.AddRange(messages.Select(message => HandleAsync(message, abort)));
                if (messages.Count > 0)
                {
                    pause = MinPollingInterval;
                }
                else
                {
                    await Task.Delay(pause, time, stopping);
                    pause = pause * 2 < settings.MaxPollingInterval ? pause * 2 : settings.MaxPollingInterval;
                }

                for (running.RemoveAll(run => run.IsCompleted); running.Count > _threshold; running.RemoveAll(run => run.IsCompleted))
                    await Task.WhenAny(running);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Drained below.
        }
        finally
        {
            await Task.WhenAll(running);
        }
    }

    public override string ToString() => $"Queue trigger of {function.Name}";

    private async Task HandleAsync(QueueMessage message, CancellationToken abort)
    {
        await using var held = queue.Hold(message, time, logger);
        try
        {
            if (message.DequeueCount > settings.MaxDequeueCount)
                await PoisonAsync(held);
            else if (await RunAsync(message, abort))
                await held.DeleteAsync();
            else if (abort.IsCancellationRequested)
                await held.ReturnAsync(TimeSpan.Zero);
            else if (message.DequeueCount >= settings.MaxDequeueCount)
                await PoisonAsync(held);
            else
                await held.ReturnAsync(settings.VisibilityTimeout);
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException or OperationCanceledException)
        {
            // Not deleted, not returned: the message shows itself again when its time is over.
            logger.LogWarning(e, "Message {Id} of queue {Queue} could not be settled; it will be delivered again", message.MessageId, queue.Name);
        }
    }

    private async Task PoisonAsync(HeldMessage held)
    {
        await held.PoisonAsync();
        logger.LogError("Message {Id} failed {Count} times and was moved to {Queue}", held.Message.MessageId, settings.MaxDequeueCount, queue.PoisonName);
    }

    /// <returns>Whether the function succeeded.</returns>
    private async Task<bool> RunAsync(QueueMessage message, CancellationToken abort)
    {
        await using var scope = scopes.CreateAsyncScope();
        try
        {
            await invoker.InvokeAsync(function, scope.ServiceProvider, QueueBinding.Trigger(message), abort);
            return true;
        }
#pragma warning disable CA1031 // Whatever a function throws, its message is delivered again.
        catch (Exception e)
#pragma warning restore CA1031
        {
            logger.LogWarning(e, "Function {Function} failed for message {Id}, attempt {Count}", function.Name, message.MessageId, message.DequeueCount);
            return false;
        }
    }
}
