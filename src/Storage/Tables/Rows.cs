using System.Globalization;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Storage.Tables;

/// <summary>Reading and writing rows: a record as JSON beside the few columns that are asked for.</summary>
internal static class Rows
{
    // 64 KiB a property is 32 Ki characters, 1 MiB a row is 512 Ki; some is left for names and columns.
    private const int LongestProperty = 30_000;
    private const int MostProperties = 16;

    private static readonly string[] _columns = [.. Enumerable.Range(0, MostProperties).Select(Column)];

    /// <summary>Adds a record, over as many properties as it needs.</summary>
    /// <exception cref="InvalidOperationException">The record does not fit a row.</exception>
    public static TableEntity With<T>(this TableEntity row, T record)
    {
        var json = JsonSerializer.Serialize(record, OrderJson.Options);
        if (json.Length > LongestProperty * MostProperties)
            throw new InvalidOperationException(
                $"A {typeof(T).Name} of {json.Length} characters does not fit the row {row.PartitionKey} / {row.RowKey}."
            );
        for (var part = 0; part * LongestProperty < json.Length; part++)
            row[Column(part)] = json.Substring(part * LongestProperty, Math.Min(LongestProperty, json.Length - (part * LongestProperty)));
        return row;
    }

    /// <exception cref="InvalidDataException">The row holds no such record.</exception>
    public static T Read<T>(this TableEntity row)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(Whole(row), OrderJson.Options) ?? throw new JsonException("null");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException($"The row {row.PartitionKey} / {row.RowKey} holds no {typeof(T).Name}: {e.Message}", e);
        }
    }

    public static async Task<TableEntity?> FindAsync(
        this TableClient table,
        string partition,
        string row,
        CancellationToken cancellation,
        params string[] select
    )
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(partition, row, select.Length == 0 ? null : select, cancellation);
        return found.HasValue ? found.Value : null;
    }

    /// <returns>False if the row was there before; it stays as it was.</returns>
    public static async Task<bool> InsertAsync(this TableClient table, TableEntity row, CancellationToken cancellation)
    {
        try
        {
            await table.AddEntityAsync(row, cancellation);
            return true;
        }
        catch (RequestFailedException e) when (IsConflict(e))
        {
            return false;
        }
    }

    /// <returns>False if the row has changed since, or is gone; it stays as it is.</returns>
    public static async Task<bool> ReplaceAsync(this TableClient table, TableEntity row, ETag version, CancellationToken cancellation)
    {
        try
        {
            await table.UpdateEntityAsync(row, version, TableUpdateMode.Replace, cancellation);
            return true;
        }
        catch (RequestFailedException e) when (IsConflict(e) || e.Status == 404)
        {
            return false;
        }
    }

    /// <summary>
    /// True if another writer was first, who may be this one itself, repeated by the SDK: the row is there already, has changed since it
    /// was read, or, in a transaction, is gone.
    /// </summary>
    public static bool IsConflict(RequestFailedException e) =>
        e.ErrorCode is "EntityAlreadyExists" or "UpdateConditionNotSatisfied"
        || (e.ErrorCode is "ResourceNotFound" && e is TableTransactionFailedException)
        || (e.Status == 412 && string.IsNullOrEmpty(e.ErrorCode));

    // Without one of its parts a long text would be a shorter one, and nobody would see it.
    private static string Whole(TableEntity row)
    {
        var parts = Array.ConvertAll(_columns, row.GetString);
        var present = parts.TakeWhile(part => part is not null).Count();
        return parts.Skip(present).All(part => part is null)
            ? string.Concat(parts.AsSpan(0, present))
            : throw new JsonException($"the part {_columns[present]} is missing");
    }

    private static string Column(int part) => part == 0 ? "Json" : "Json" + part.ToString(CultureInfo.InvariantCulture);
}
