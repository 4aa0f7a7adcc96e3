using System.Globalization;
using Azure;
using Azure.Data.Tables;

namespace Lives.Storage;

/// <summary>One version of a row; never changed, only replaced.</summary>
internal sealed class StoredRow
{
    private StoredRow(string partition, string row, KeyValuePair<string, object>[] properties, long version)
    {
        PartitionKey = partition;
        Key = row;
        Properties = properties;
        Version = version;
    }

    public string PartitionKey { get; }

    /// <summary>The row key.</summary>
    public string Key { get; }

    public KeyValuePair<string, object>[] Properties { get; }

    /// <summary>Which change of the world's tables made it; zero if it is not stored yet.</summary>
    public long Version { get; }

    public string ETag => "W/\"" + Version.ToString(CultureInfo.InvariantCulture) + "\"";

    /// <summary>What an entity would be stored as.</summary>
    public static StoredRow Of(ITableEntity entity)
    {
        if (entity is not TableEntity row)
            throw new NotSupportedException($"The simulated tables take {nameof(TableEntity)} only, not {entity.GetType().Name}.");
        if (row.PartitionKey is null || row.RowKey is null)
            throw new ArgumentException("A row has two keys.", nameof(entity));
        var properties = new KeyValuePair<string, object>[row.Count];
        var count = 0;
        foreach (var (name, value) in row)
        {
            // The service ignores what is null; a property of that name stays as it was when rows are merged.
            if (value is not null && !IsSystem(name))
                properties[count++] = new(name, Stored(name, value));
        }

        Array.Resize(ref properties, count);
        return new StoredRow(row.PartitionKey, row.RowKey, properties, version: 0);
    }

    public StoredRow At(long version) => new(PartitionKey, Key, Properties, version);

    /// <summary>This row with the properties of another over its own.</summary>
    public StoredRow MergedWith(StoredRow change)
    {
        var merged = new List<KeyValuePair<string, object>>(Properties.Length + change.Properties.Length);
        foreach (var property in Properties)
        {
            if (change.Find(property.Key) is null)
                merged.Add(property);
        }

        merged.AddRange(change.Properties);
        return new StoredRow(PartitionKey, Key, [.. merged], version: 0);
    }

    /// <summary>A property, or one of the keys; null if the row has none of that name.</summary>
    public object? Find(string name)
    {
        foreach (var property in Properties)
        {
            if (property.Key == name)
                return property.Value;
        }

        return name switch
        {
            nameof(ITableEntity.PartitionKey) => PartitionKey,
            nameof(ITableEntity.RowKey) => Key,
            _ => null,
        };
    }

    public bool Matches(ETag etag) => etag == Azure.ETag.All || etag.ToString() == ETag;

    /// <param name="select">The columns to answer; null: all.</param>
    public TableEntity ToEntity(string[]? select = null)
    {
        var entity = new TableEntity();
        if (select is null)
        {
            entity.PartitionKey = PartitionKey;
            entity.RowKey = Key;
            foreach (var (name, value) in Properties)
                entity[name] = Read(value);
        }
        else
        {
            foreach (var name in select)
            {
                if (Find(name) is { } value)
                    entity[name] = Read(value);
            }
        }

        entity.ETag = new ETag(ETag);
        return entity;
    }

    private static bool IsSystem(string name) =>
        name is nameof(ITableEntity.PartitionKey) or nameof(ITableEntity.RowKey) or nameof(ITableEntity.Timestamp)
        || name.StartsWith("odata.", StringComparison.Ordinal);

    private static object Stored(string name, object value) =>
        value switch
        {
            string or bool or int or long or double or Guid => value,
            DateTimeOffset time => time.Offset == TimeSpan.Zero ? value : time.ToUniversalTime(),
            byte[] bytes => bytes.Clone(),
            BinaryData data => data.ToArray(),
            _ => throw new NotSupportedException($"The simulated tables do not store a {value.GetType().Name} ({name})."),
        };

    private static object Read(object value) => value is byte[] { Length: > 0 } bytes ? bytes.Clone() : value;
}
