using System.Buffers.Binary;
using System.Globalization;
using Azure;
using Azure.Data.Tables;

namespace LocalRuntime.DurableTask.Storage.AzureStorage;

/// <summary>
/// What the sentinel row says about an instance's history, and the content of the token that callers carry.
/// <para>
/// Besides the official columns the sentinel has ours: which accepted start the history belongs to (so that the history of a replaced instance is nobody's), how many events are complete
/// (so that rows of an interrupted split are not), which checkpoint wrote it (so that a repetition is recognised), and which inbox messages are consumed but perhaps not yet removed.
/// </para>
/// </summary>
/// <param name="AcceptedExecutionId">The execution id of the accepted start; it stays through continue-as-new.</param>
/// <param name="ExecutionId">The execution that the history is of.</param>
/// <param name="FirstRow">The row index of the first event: 0 but after a continue-as-new too large for one transaction.</param>
/// <param name="HasBlobs">Whether values of this execution are in blobs.</param>
/// <param name="ETag">Null when there is no sentinel row.</param>
/// <param name="IsForeign">The stored sentinel belongs to a former life of this id, and must be replaced whole.</param>
internal sealed record SentinelState(
    string AcceptedExecutionId, string ExecutionId, long FirstRow, int EventCount, bool HasBlobs, ETag? ETag, bool IsForeign)
{
    private const char Separator = '|';
    private const string ConsumedColumn = "ConsumedInbox";
    private const int IdsPerColumn = 8000;

    public static SentinelState None(string acceptedExecutionId) => new(acceptedExecutionId, acceptedExecutionId, 0, 0, HasBlobs: false, ETag: null, IsForeign: false);

    /// <summary>The state that a stored sentinel tells, for the start that the instance row names.</summary>
    public static SentinelState Read(TableEntity? sentinel, string acceptedExecutionId) => sentinel switch
    {
        null => None(acceptedExecutionId),
        _ when sentinel.GetString("AcceptedExecutionId") != acceptedExecutionId => None(acceptedExecutionId) with { ETag = sentinel.ETag, IsForeign = true },
        _ => new(
            acceptedExecutionId,
            sentinel.GetString("ExecutionId"),
            sentinel.GetInt64("FirstRow") ?? 0,
            sentinel.GetInt32("EventCount") ?? 0,
            sentinel.GetBoolean("HasBlobs") ?? false,
            sentinel.ETag,
            IsForeign: false),
    };

    public static SentinelState Parse(string token)
    {
        var parts = token.Split(Separator, 7);
        if (parts.Length != 7)
            throw new ArgumentException("This is no token of this store.", nameof(token));
        return new(
            parts[0],
            parts[1],
            long.Parse(parts[2], CultureInfo.InvariantCulture),
            int.Parse(parts[3], CultureInfo.InvariantCulture),
            parts[4] == "1",
            parts[6].Length == 0 ? null : new ETag(parts[6]),
            parts[5] == "1");
    }

    public string ToToken() => string.Create(
        CultureInfo.InvariantCulture,
        $"{AcceptedExecutionId}|{ExecutionId}|{FirstRow}|{EventCount}|{(HasBlobs ? 1 : 0)}|{(IsForeign ? 1 : 0)}|{ETag?.ToString()}");

    public TableEntity ToEntity(string partitionKey) => new(partitionKey, TableKeys.Sentinel)
    {
        ["ExecutionId"] = ExecutionId,
        ["AcceptedExecutionId"] = AcceptedExecutionId,
        ["FirstRow"] = FirstRow,
        ["EventCount"] = EventCount,
        ["HasBlobs"] = HasBlobs,
    };

    public TableTransactionAction Write(TableEntity sentinel) => this switch
    {
        { ETag: null } => new(TableTransactionActionType.Add, sentinel),
        { IsForeign: true } => new(TableTransactionActionType.UpdateReplace, sentinel, ETag.Value),
        _ => new(TableTransactionActionType.UpdateMerge, sentinel, ETag.Value),
    };

    /// <summary>Notes inbox messages as consumed, eight bytes each. What a former checkpoint noted may be overwritten: the caller knows what is still to be removed.</summary>
    public static void WriteConsumed(TableEntity sentinel, IReadOnlyCollection<string> messageIds)
    {
        var column = 0;
        foreach (var ids in messageIds.Chunk(IdsPerColumn))
        {
            var bytes = new byte[ids.Length * sizeof(long)];
            for (var i = 0; i < ids.Length; i++)
                BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(i * sizeof(long)), long.Parse(ids[i], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            sentinel[ConsumedColumn + (column++ == 0 ? "" : column.ToString(CultureInfo.InvariantCulture))] = bytes;
        }
    }

    public static IReadOnlySet<string> ReadConsumed(TableEntity sentinel)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var bytes in sentinel.Keys.Where(c => c.StartsWith(ConsumedColumn, StringComparison.Ordinal)).Select(c => sentinel.GetBinary(c)))
        {
            for (var i = 0; i + sizeof(long) <= bytes.Length; i += sizeof(long))
                ids.Add(BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(i)).ToString("X16", CultureInfo.InvariantCulture));
        }
        return ids;
    }
}
