using LocalRuntime.DurableTask.Core;

namespace LocalRuntime.DurableTask.Storage;

/// <summary>
/// Everything the engine remembers. The comments here are the specification; the two stores (memory, Azure Storage) pass one test suite that follows them.
/// <para>
/// Durability: a method that returns has stored what it was given; a process that dies before the return may or may not have. A caller repeats after a crash, so
/// every write is safe to repeat: it is keyed, and a repetition finds its own trace and changes nothing.
/// </para>
/// <para>
/// Ownership: one engine owns a hub (see <see cref="IHubLease"/>). Checkpoints are guarded all the same: each carries the token of the state it was computed from,
/// and a store refuses one computed from an older state with <see cref="CheckpointConflictException"/>, changing nothing.
/// </para>
/// <para>
/// Errors: storage that is slow or away surfaces as <see cref="HubUnavailableException"/> after the store's own short retries; the caller decides how long to wait.
/// Ids may contain any character, including <c>/ # ? ^ %</c> and non-ASCII ones; 1 to 256 characters. Strings may be of any length up to the hub's limit of 16 MiB each.
/// </para>
/// </summary>
internal interface IHubStore
{
    /// <summary>Creates the tables and containers that are missing. Repeatable.</summary>
    Task EnsureCreatedAsync(CancellationToken cancellation);

    /// <summary>
    /// Accepts a start: after the return the instance exists with status Pending and will be run even if the process dies now.
    /// An existing instance is replaced (its history, inbox and row gone) only if its status is in <paramref name="replaceable"/>; otherwise nothing changes and the answer says which status it has.
    /// The same ExecutionId twice is a repetition and is answered <c>Created</c>. Of two different starts at once, one wins. Costs one write when the id is new;
    /// the answer then carries the new state, so that the caller need not load it.
    /// </summary>
    Task<CreateOutcome> CreateInstanceAsync(ExecutionStarted start, IReadOnlySet<OrchestrationStatus> replaceable, CancellationToken cancellation);

    /// <summary>
    /// Accepts a message for an instance (raised event, terminate, suspend, resume, a child's result): after the return it will be delivered at least once, in the order of acceptance.
    /// The message's <see cref="InboxMessage.DedupeId"/> makes a repetition harmless while the first is still in the inbox; after that the engine recognises it.
    /// Does not check that the instance exists: the engine does. Costs one write.
    /// </summary>
    Task<InboxMessage> AppendInboxAsync(string instanceId, string dedupeId, HistoryEvent message, CancellationToken cancellation);

    /// <summary>
    /// The full state of one instance: its row, the history of its present execution in order, and the inbox in order of acceptance. Null if there is none.
    /// Rows of an older execution, and rows of a checkpoint whose sentinel was never written, are not part of the history.
    /// </summary>
    Task<InstanceState?> LoadAsync(string instanceId, CancellationToken cancellation);

    /// <summary>
    /// Writes one step of an instance, all or nothing: the new events, the sentinel, and (when set) the changed instance row; then removes the consumed inbox messages.
    /// The history is the truth: if the process dies between the history and the row, <see cref="LoadAsync"/> answers a row repaired from the history. If it dies before the inbox
    /// removal, <see cref="LoadAsync"/> leaves the messages out all the same: the step has recorded which ones it consumed.
    /// A checkpoint that fits one entity-group transaction costs exactly one storage call for the history,
    /// one more if the row changed; inbox removals are not awaited by the step. A larger one is split, the sentinel last.
    /// With <see cref="Checkpoint.IsNewExecution"/> the events begin a new execution (continue-as-new) that replaces the former one.
    /// The same <see cref="Checkpoint.Id"/> again, right after its first attempt, is a repetition: it finishes what the first left undone and answers the token of the state as written.
    /// </summary>
    /// <returns>The token of the new state.</returns>
    Task<string> CheckpointAsync(Checkpoint checkpoint, CancellationToken cancellation);

    /// <summary>The ids of all instances that are not finished, for recovery at start-up, a page at a time: cheap columns only.</summary>
    IAsyncEnumerable<string> ListUnfinishedAsync(CancellationToken cancellation);

    /// <summary>The row of one instance, repaired from its history where they disagree; null if there is none.</summary>
    Task<InstanceRow?> GetRowAsync(string instanceId, bool withPayloads, CancellationToken cancellation);

    /// <summary>Rows that match the filter, ordered by id, a page at a time. The continuation token is opaque, ASCII, and stays valid while rows come and go.</summary>
    Task<InstancePage> QueryAsync(InstanceFilter filter, CancellationToken cancellation);

    /// <summary>Removes an instance with all it has: history, row, inbox, blobs. Repeatable. False if there was none.</summary>
    Task<bool> PurgeAsync(string instanceId, CancellationToken cancellation);
}

/// <summary>The right to run a hub, for one engine at a time; a second engine waits for it as a warm standby.</summary>
internal interface IHubLease : IAsyncDisposable
{
    /// <summary>Waits until this engine owns the hub. Returns a token that is cancelled at the moment the ownership is lost or can no longer be proven.</summary>
    Task<CancellationToken> AcquireAsync(CancellationToken cancellation);

    /// <summary>Gives the hub up at once, so that a standby need not wait for the lease to lapse.</summary>
    Task ReleaseAsync();
}

internal enum CreateResult
{
    Created,
    Exists,
}

/// <param name="Existing">The status of the instance that stood in the way, for <see cref="CreateResult.Exists"/>.</param>
/// <param name="State">The state as created, when the store knows it without reading; null when it has to be loaded.</param>
internal readonly record struct CreateOutcome(CreateResult Result, OrchestrationStatus? Existing, InstanceState? State = null);

/// <param name="Id">Sortable: the order of acceptance within one instance.</param>
internal sealed record InboxMessage(string Id, string DedupeId, HistoryEvent Event);

/// <summary>The Instances row: what queries and tools see.</summary>
internal sealed record InstanceRow
{
    public required string InstanceId { get; init; }

    public required string ExecutionId { get; init; }

    public required string Name { get; init; }

    public string? Version { get; init; }

    public string? Input { get; init; }

    /// <summary>The result; of a failed instance <c>Type: message</c>, as in the official table.</summary>
    public string? Output { get; init; }

    /// <summary>Raw JSON, null when never set.</summary>
    public string? CustomStatus { get; init; }

    public required OrchestrationStatus Status { get; init; }

    public required DateTime CreatedTime { get; init; }

    public required DateTime LastUpdatedTime { get; init; }

    public DateTime? CompletedTime { get; init; }

    public DateTime? ScheduledStartTime { get; init; }

    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>Set for a failed instance.</summary>
    public Microsoft.DurableTask.TaskFailureDetails? Failure { get; init; }

    /// <summary>The row of an instance that was accepted and has not run yet.</summary>
    public static InstanceRow Of(ExecutionStarted start) => new()
    {
        InstanceId = start.InstanceId,
        ExecutionId = start.ExecutionId,
        Name = start.Name,
        Version = start.Version,
        Input = start.Input,
        Status = OrchestrationStatus.Pending,
        CreatedTime = start.Timestamp,
        LastUpdatedTime = start.Timestamp,
        ScheduledStartTime = start.ScheduledStartTime,
        Tags = start.Tags,
    };
}

/// <param name="Start">The accepted start; it is also the history's ExecutionStarted once the first checkpoint is written.</param>
/// <param name="History">Empty while the instance is Pending.</param>
/// <param name="Token">What the next checkpoint must carry.</param>
internal sealed record InstanceState(InstanceRow Row, ExecutionStarted Start, IReadOnlyList<HistoryEvent> History, IReadOnlyList<InboxMessage> Inbox, string Token);

internal sealed record Checkpoint
{
    /// <summary>Names this attempt at a step: a caller that repeats it, not knowing whether the first attempt was stored, repeats the same record.</summary>
    public Guid Id { get; init; } = Guid.NewGuid();

    public required string InstanceId { get; init; }

    public required string ExecutionId { get; init; }

    /// <summary>The token of the state that this step was computed from.</summary>
    public required string Token { get; init; }

    /// <summary>How many events of this execution are stored already (0 for a new execution): the sequence number of the first of <see cref="NewEvents"/>.</summary>
    public required int Position { get; init; }

    /// <summary>May be empty when only the row changes or messages are to be removed: the history is then left as it is (the answer may be the same token).</summary>
    public required IReadOnlyList<HistoryEvent> NewEvents { get; init; }

    /// <summary>True for the first checkpoint of an execution that follows another one (continue-as-new).</summary>
    public bool IsNewExecution { get; init; }

    /// <summary>The row as it must look afterwards; null when nothing that others can see has changed.</summary>
    public InstanceRow? Row { get; init; }

    /// <summary>Messages whose events are in <see cref="NewEvents"/>, or that were recognised as repetitions.</summary>
    public IReadOnlyList<InboxMessage> Consumed { get; init; } = [];
}

/// <param name="PageSize">At most this many rows a page; a page may be shorter, even empty, and still have a continuation.</param>
internal sealed record InstanceFilter(
    DateTime? CreatedFrom = null,
    DateTime? CreatedTo = null,
    IReadOnlySet<OrchestrationStatus>? Statuses = null,
    string? IdPrefix = null,
    int PageSize = 100,
    bool WithPayloads = false,
    string? Continuation = null);

internal sealed record InstancePage(IReadOnlyList<InstanceRow> Rows, string? Continuation);

/// <summary>The checkpoint was computed from a state that is no longer the stored one. Nothing was written.</summary>
internal sealed class CheckpointConflictException(string instanceId, Exception? inner = null)
    : Exception($"The stored state of instance '{instanceId}' has moved on: another engine wrote it.", inner);

/// <summary>Storage did not answer, or answered that it is busy, beyond the store's own retries.</summary>
internal sealed class HubUnavailableException(string message, Exception inner) : Exception(message, inner);
