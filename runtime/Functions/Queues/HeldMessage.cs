using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Logging;

namespace LocalRuntime.Functions.Queues;

/// <summary>A message that is being worked on: hidden from others by renewals, until it is deleted, returned or moved to the poison queue.</summary>
internal sealed class HeldMessage : IAsyncDisposable
{
    private readonly QueueClient _queue;
    private readonly TriggerQueue _trigger;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _settled = new();
    private readonly Task _renewing;
    private string _receipt;

    public HeldMessage(QueueMessage message, QueueClient queue, TriggerQueue trigger, TimeProvider time, ILogger logger)
    {
        Message = message;
        _queue = queue;
        _trigger = trigger;
        _time = time;
        _logger = logger;
        _receipt = message.PopReceipt;
        _renewing = RenewAsync(_settled.Token);
    }

    public QueueMessage Message { get; }

    public async Task DeleteAsync()
    {
        await StopRenewingAsync();
        await _queue.DeleteMessageAsync(Message.MessageId, _receipt, CancellationToken.None);
    }

    /// <summary>Lets the message be delivered again after a delay.</summary>
    public async Task ReturnAsync(TimeSpan delay)
    {
        await StopRenewingAsync();
        await _queue.UpdateMessageAsync(Message.MessageId, _receipt, (string?)null, delay, CancellationToken.None);
    }

    /// <summary>Copies before it deletes: a message may be in both queues after a crash, but never in none.</summary>
    public async Task PoisonAsync()
    {
        await _trigger.SendToPoisonAsync(Message.Body, CancellationToken.None);
        await DeleteAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopRenewingAsync();
        _settled.Dispose();
    }

    private async Task StopRenewingAsync()
    {
        await _settled.CancelAsync();
        await _renewing;
    }

    private async Task RenewAsync(CancellationToken settled)
    {
        try
        {
            while (true)
            {
                await Task.Delay(TriggerQueue.Hidden / 3, _time, settled);
                // Not cancelled by the settling: a renewal under way changes the receipt that the settling needs.
                var renewed = await _queue.UpdateMessageAsync(Message.MessageId, _receipt, (string?)null, TriggerQueue.Hidden, CancellationToken.None);
                _receipt = renewed.Value.PopReceipt;
            }
        }
        catch (OperationCanceledException) when (settled.IsCancellationRequested)
        {
            // Settled.
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException or OperationCanceledException)
        {
            _logger.LogWarning(e, "Message {Id} of queue {Queue} could not be kept hidden; it may be delivered a second time", Message.MessageId, _trigger.Name);
        }
    }
}
