using System.Buffers.Text;
using System.Text;
using Azure.Data.Tables;
using LocalRuntime.DurableTask.Core;

namespace LocalRuntime.DurableTask.Storage.AzureStorage;

/// <summary>Filters over the Instances table, and their continuation: the key of the last row handed out, wrapped so that it travels in a header.</summary>
internal static class InstanceQuery
{
    private static readonly OrchestrationStatus[] UnfinishedStatuses =
        [OrchestrationStatus.Pending, OrchestrationStatus.Running, OrchestrationStatus.Suspended, OrchestrationStatus.ContinuedAsNew];

    public static string Unfinished { get; } = AnyOf(UnfinishedStatuses);

    public static string? Filter(InstanceFilter filter, string? after)
    {
        var conditions = new List<string>();
        if (filter.IdPrefix is { Length: > 0 } prefix)
        {
            var from = TableKeys.Escape(prefix);
            conditions.Add(TableClient.CreateQueryFilter($"PartitionKey ge {from} and PartitionKey lt {Successor(from)}"));
        }
        if (after is not null)
            conditions.Add(TableClient.CreateQueryFilter($"PartitionKey gt {after}"));
        if (filter.CreatedFrom is { } createdFrom)
            conditions.Add(TableClient.CreateQueryFilter($"CreatedTime ge {createdFrom}"));
        if (filter.CreatedTo is { } createdTo)
            conditions.Add(TableClient.CreateQueryFilter($"CreatedTime le {createdTo}"));
        if (filter.Statuses is { Count: > 0 } statuses)
            conditions.Add(AnyOf(statuses));
        return conditions.Count == 0 ? null : string.Join(" and ", conditions);
    }

    public static string WriteContinuation(string lastKey) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(lastKey));

    public static string? ReadContinuation(string? continuation)
    {
        if (string.IsNullOrEmpty(continuation))
            return null;
        try
        {
            return Encoding.UTF8.GetString(Base64Url.DecodeFromChars(continuation));
        }
        catch (FormatException e)
        {
            throw new ArgumentException("This is no continuation of a query of this store.", nameof(continuation), e);
        }
    }

    /// <summary>The least key above all keys with the prefix.</summary>
    private static string Successor(string prefix) => prefix[..^1] + (char)(prefix[^1] + 1);

    private static string AnyOf(IEnumerable<OrchestrationStatus> statuses) =>
        "(" + string.Join(" or ", statuses.Select(s => TableClient.CreateQueryFilter($"RuntimeStatus eq {s.ToString()}"))) + ")";
}
