namespace Lives.Storage;

/// <summary>The blobs of a simulated world, which outlive its processes.</summary>
internal sealed class BlobData
{
    private readonly Dictionary<string, Ordered<StoredBlob>> _containers = new(StringComparer.Ordinal);
    private long _version;

    /// <returns>False if it was there.</returns>
    public bool Create(string container) => _containers.TryAdd(container, new Ordered<StoredBlob>());

    /// <summary>The names of the blobs of a container, in order; none if there is no such container.</summary>
    public IEnumerable<string> Names(string container) => Find(container) is { } blobs ? All(blobs) : [];

    internal Ordered<StoredBlob>? Find(string container) => _containers.GetValueOrDefault(container);

    internal long NextVersion() => ++_version;

    private static IEnumerable<string> All(Ordered<StoredBlob> blobs)
    {
        var cursor = blobs.Seek(null);
        while (cursor.MoveNext())
            yield return cursor.Current.Key;
    }
}

/// <summary>One version of a blob; never changed, only replaced.</summary>
/// <param name="Key">Its name.</param>
internal sealed record StoredBlob(string Key, byte[] Content, IReadOnlyDictionary<string, string> Metadata, long Version) : IKeyed;
