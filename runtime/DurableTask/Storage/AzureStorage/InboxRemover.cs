using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;

namespace LocalRuntime.DurableTask.Storage.AzureStorage;

/// <summary>
/// Removes consumed inbox messages behind the steps that consumed them, several of one instance in one transaction. Until a removal is confirmed, each checkpoint of the instance notes the
/// message in its sentinel, so that a message whose removal was lost in a crash is not delivered again.
/// </summary>
internal sealed class InboxRemover : IAsyncDisposable
{
    // Long enough to gather the messages of a burst, short enough that few are noted in sentinels.
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastFlush = TimeSpan.FromSeconds(5);
    private const int Parallelism = 4;

    private readonly TableClient _inbox;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Dictionary<string, string>> _pending = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _work = new(0, 1);
    private readonly CancellationTokenSource _stopping = new();
    private Task? _loop;
    private bool _isDisposed;

    public InboxRemover(TableClient inbox, TimeProvider time, ILogger logger)
    {
        _inbox = inbox;
        _time = time;
        _logger = logger;
    }

    public void Enqueue(string partitionKey, IReadOnlyCollection<InboxMessage> messages)
    {
        if (messages.Count == 0)
            return;
        lock (_gate)
        {
            if (!_pending.TryGetValue(partitionKey, out var ids))
                _pending[partitionKey] = ids = new(StringComparer.Ordinal);
            foreach (var message in messages)
                ids[message.Id] = TableKeys.InboxRow(message.DedupeId);
            _loop ??= Task.Run(LoopAsync, CancellationToken.None);
            if (_work.CurrentCount == 0)
                _work.Release();
        }
    }

    /// <summary>The ids of messages consumed by earlier checkpoints whose removal is not confirmed.</summary>
    public IReadOnlyCollection<string> Unconfirmed(string partitionKey)
    {
        lock (_gate)
            return _pending.TryGetValue(partitionKey, out var ids) ? [.. ids.Keys] : [];
    }

    /// <summary>Removes what is left, if storage lets it in time; what stays is removed when its instance is next loaded.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
            return;
        await _stopping.CancelAsync();
        Task? loop;
        lock (_gate)
            loop = _loop;
        if (loop is not null)
            await loop;
        using var deadline = new CancellationTokenSource(LastFlush, _time);
        await RemoveAllAsync(deadline.Token);
        _stopping.Dispose();
        _work.Dispose();
    }

    private async Task LoopAsync()
    {
        try
        {
            while (true)
            {
                await _work.WaitAsync(_stopping.Token);
                await Task.Delay(Gathering, _time, _stopping.Token);
                while (!await RemoveAllAsync(_stopping.Token))
                    await Task.Delay(AfterFailure, _time, _stopping.Token);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // Stopped: DisposeAsync flushes.
        }
    }

    private async Task<bool> RemoveAllAsync(CancellationToken cancellation)
    {
        List<(string Partition, KeyValuePair<string, string>[] Messages)> batches;
        lock (_gate)
            batches = [.. _pending.SelectMany(p => p.Value.Chunk(TableLimits.TransactionRows).Select(messages => (p.Key, messages)))];
        try
        {
            await Parallel.ForEachAsync(batches, new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellation }, async (batch, token) =>
            {
                await StorageCall.RunAsync(() => RemoveAsync(batch.Partition, batch.Messages, token), token);
                Confirm(batch.Partition, batch.Messages);
            });
            return true;
        }
        catch (HubUnavailableException e)
        {
            _logger.LogWarning(e, "Consumed inbox messages could not be removed yet");
            return false;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task RemoveAsync(string partitionKey, KeyValuePair<string, string>[] messages, CancellationToken cancellation)
    {
        if (messages.Length > 1)
        {
            try
            {
                var deletes = messages.Select(m => new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(partitionKey, m.Value), ETag.All)).ToList();
                await _inbox.SubmitTransactionAsync(deletes, cancellation);
                return;
            }
            catch (RequestFailedException e) when (StorageCall.IsConflict(e))
            {
                // One of them is gone already and took the transaction with it: one by one, then.
            }
        }
        foreach (var (_, row) in messages)
            await _inbox.DeleteEntityAsync(partitionKey, row, ETag.All, cancellation);
    }

    private void Confirm(string partitionKey, IEnumerable<KeyValuePair<string, string>> messages)
    {
        lock (_gate)
        {
            if (!_pending.TryGetValue(partitionKey, out var ids))
                return;
            foreach (var (id, _) in messages)
                ids.Remove(id);
            if (ids.Count == 0)
                _pending.Remove(partitionKey);
        }
    }
}
