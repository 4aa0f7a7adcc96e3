using System.Buffers.Text;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using LocalRuntime.DurableTask.Core;

namespace LocalRuntime.DurableTask.Storage;

/// <summary>A hub that lives as long as the object does: for tests, and the plain reading of the contract.</summary>
internal sealed class InMemoryHubStore : IHubStore
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private long _nextMessage;

    public Task EnsureCreatedAsync(CancellationToken cancellation) => Task.CompletedTask;

    public Task<CreateOutcome> CreateInstanceAsync(ExecutionStarted start, IReadOnlySet<OrchestrationStatus> replaceable, CancellationToken cancellation)
    {
        if (start.InstanceId.Length is 0 or > 256)
            throw new ArgumentException("An instance id has 1 to 256 characters.", nameof(start));
        lock (_gate)
        {
            if (_entries.TryGetValue(start.InstanceId, out var existing))
            {
                if (existing.FirstExecutionId == start.ExecutionId)
                    return Task.FromResult(new CreateOutcome(CreateResult.Created, null));
                if (!replaceable.Contains(existing.Row.Status))
                    return Task.FromResult(new CreateOutcome(CreateResult.Exists, existing.Row.Status));
            }

            var entry = _entries[start.InstanceId] = new Entry(start);
            return Task.FromResult(new CreateOutcome(CreateResult.Created, null, entry.ToState()));
        }
    }

    public Task<InboxMessage> AppendInboxAsync(string instanceId, string dedupeId, HistoryEvent message, CancellationToken cancellation)
    {
        lock (_gate)
        {
            var appended = new InboxMessage(_nextMessage++.ToString("D16", CultureInfo.InvariantCulture), dedupeId, message);
            if (!_entries.TryGetValue(instanceId, out var entry))
                return Task.FromResult(appended);
            if (entry.Inbox.Find(known => known.DedupeId == dedupeId) is { } first)
                return Task.FromResult(first);
            entry.Inbox.Add(appended);
            return Task.FromResult(appended);
        }
    }

    public Task<InstanceState?> LoadAsync(string instanceId, CancellationToken cancellation)
    {
        lock (_gate)
            return Task.FromResult(_entries.TryGetValue(instanceId, out var entry) ? entry.ToState() : null);
    }

    public Task<string> CheckpointAsync(Checkpoint checkpoint, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(checkpoint.InstanceId, out var entry))
                throw new CheckpointConflictException(checkpoint.InstanceId);
            if (entry.LastCheckpoint != checkpoint.Id)
                entry.Write(checkpoint);
            return Task.FromResult(entry.Token);
        }
    }

    public async IAsyncEnumerable<string> ListUnfinishedAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        string[] ids;
        lock (_gate)
            ids = [.. _entries.Values.Where(entry => !entry.Row.Status.IsFinal()).Select(entry => entry.Row.InstanceId)];
        foreach (var id in ids)
            yield return await Task.FromResult(id);
    }

    public Task<InstanceRow?> GetRowAsync(string instanceId, bool withPayloads, CancellationToken cancellation)
    {
        lock (_gate)
            return Task.FromResult(_entries.TryGetValue(instanceId, out var entry) ? Show(entry.Row, withPayloads) : null);
    }

    public Task<InstancePage> QueryAsync(InstanceFilter filter, CancellationToken cancellation)
    {
        var after = filter.Continuation is null ? null : Encoding.UTF8.GetString(Base64Url.DecodeFromChars(filter.Continuation));
        lock (_gate)
        {
            InstanceRow[] rows =
            [
                .. _entries.Values
                    .Select(entry => entry.Row)
                    .Where(row => after is null || string.CompareOrdinal(row.InstanceId, after) > 0)
                    .Where(row => Matches(row, filter))
                    .Take(filter.PageSize + 1),
            ];
            var page = rows.Take(filter.PageSize).Select(row => Show(row, filter.WithPayloads)).ToArray();
            return Task.FromResult(new InstancePage(page, rows.Length > page.Length ? Base64Url.EncodeToString(Encoding.UTF8.GetBytes(page[^1].InstanceId)) : null));
        }
    }

    public Task<bool> PurgeAsync(string instanceId, CancellationToken cancellation)
    {
        lock (_gate)
            return Task.FromResult(_entries.Remove(instanceId));
    }

    private static bool Matches(InstanceRow row, InstanceFilter filter) =>
        (filter.CreatedFrom is null || row.CreatedTime >= filter.CreatedFrom)
        && (filter.CreatedTo is null || row.CreatedTime <= filter.CreatedTo)
        && (filter.Statuses is null || filter.Statuses.Contains(row.Status))
        && (filter.IdPrefix is null || row.InstanceId.StartsWith(filter.IdPrefix, StringComparison.Ordinal));

    private static InstanceRow Show(InstanceRow row, bool withPayloads) => withPayloads ? row : row with { Input = null, Output = null, CustomStatus = null };

    private sealed class Entry(ExecutionStarted start)
    {
        private long _version;
        private List<HistoryEvent> _history = [];
        private ExecutionStarted _start = start;

        public string FirstExecutionId { get; } = start.ExecutionId;

        public Guid LastCheckpoint { get; private set; }

        public List<InboxMessage> Inbox { get; } = [];

        public string Token => _version.ToString(CultureInfo.InvariantCulture);

        public InstanceRow Row { get; private set; } = InstanceRow.Of(start);

        public InstanceState ToState() => new(Row, _start, [.. _history], [.. Inbox], Token);

        public void Write(Checkpoint checkpoint)
        {
            if (checkpoint.Token != Token || (!checkpoint.IsNewExecution && checkpoint.Position != _history.Count))
                throw new CheckpointConflictException(checkpoint.InstanceId);
            if (checkpoint.IsNewExecution)
            {
                _history = [];
                _start = checkpoint.NewEvents.OfType<ExecutionStarted>().First();
            }

            _history.AddRange(checkpoint.NewEvents);
            Row = checkpoint.Row ?? Row;
            Inbox.RemoveAll(message => checkpoint.Consumed.Any(consumed => consumed.Id == message.Id));
            LastCheckpoint = checkpoint.Id;
            _version++;
        }
    }
}
