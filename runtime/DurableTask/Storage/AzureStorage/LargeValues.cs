using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace LocalRuntime.DurableTask.Storage.AzureStorage;

/// <summary>
/// Values too large for a table property, as gzip blobs under the official names: the column is left empty and <c>{Property}BlobName</c> says where the value is.
/// A blob is written before the row that names it and is never overwritten, so a row that can be read can be read whole.
/// </summary>
internal sealed class LargeValues(BlobContainerClient container)
{
    private const string Suffix = "BlobName";
    private const string ExecutionMetadata = "execution";
    private const int Parallelism = 8;

    private static readonly string[] Properties = ["Name", "Input", "Result", "Output", "Reason", "Details", "Correlation", "FailureDetails", "Tags", "CustomStatus", "Data"];

    /// <summary>Moves what is too large out of the rows.</summary>
    /// <returns>True if anything was.</returns>
    public async Task<bool> MoveOutAsync(IEnumerable<TableEntity> rows, string executionId, CancellationToken cancellation)
    {
        List<(TableEntity Row, string Property, string Value)>? large = null;
        foreach (var row in rows)
        {
            foreach (var property in Properties)
            {
                if (row.TryGetValue(property, out var value) && value is string text && text.Length * 2 > TableLimits.InlineBytes)
                    (large ??= []).Add((row, property, text));
            }
        }
        if (large is null)
            return false;
        var names = large.ConvertAll(item => NameFor(item.Row, item.Property));
        await Parallel.ForAsync(0, large.Count, Limits(cancellation), async (i, token) => await UploadAsync(names[i], large[i].Value, executionId, token));
        foreach (var ((row, property, _), name) in large.Zip(names))
        {
            row[property] = "";
            row[property + Suffix] = name;
        }
        return true;
    }

    /// <summary>Puts the values of blobs back into the rows that name them.</summary>
    /// <returns>True if there were any.</returns>
    public async Task<bool> MoveInAsync(IEnumerable<TableEntity> rows, CancellationToken cancellation)
    {
        List<(TableEntity Row, string Property, string Name)>? large = null;
        foreach (var row in rows)
        {
            foreach (var property in Properties)
            {
                if (row.TryGetValue(property + Suffix, out var name) && name is string { Length: > 0 } blob && row.GetString(property) is "" or null)
                    (large ??= []).Add((row, property, blob));
            }
        }
        if (large is null)
            return false;
        var values = new string[large.Count];
        await Parallel.ForAsync(0, large.Count, Limits(cancellation), async (i, token) => values[i] = await DownloadAsync(large[i].Name, token));
        foreach (var ((row, property, _), value) in large.Zip(values))
            row[property] = value;
        return true;
    }

    /// <summary>An Output in a blob is its URL in the official Instances table, where an Input has its blob's name beside it.</summary>
    public void NameByUrl(TableEntity row, string property)
    {
        if (row.Remove(property + Suffix, out var name))
            row[property] = container.GetBlobClient((string)name).Uri.AbsoluteUri;
    }

    /// <summary>The reverse of <see cref="NameByUrl"/>, to be called before <see cref="MoveInAsync"/>.</summary>
    public void NameFromUrl(TableEntity row, string property)
    {
        if (row.GetString(property) is { } value && value.StartsWith(container.Uri.AbsoluteUri + "/", StringComparison.Ordinal) && Uri.TryCreate(value, UriKind.Absolute, out var url))
        {
            row[property] = "";
            row[property + Suffix] = new BlobUriBuilder(url).BlobName;
        }
    }

    /// <summary>The blobs of an instance: all of them, or those of one execution.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(string partitionKey, string? executionId, CancellationToken cancellation)
    {
        var names = new List<string>();
        await foreach (var blob in container.GetBlobsAsync(BlobTraits.Metadata, BlobStates.None, TableKeys.BlobFolder(partitionKey), cancellation))
        {
            if (executionId is null || (blob.Metadata is { } metadata && metadata.TryGetValue(ExecutionMetadata, out var owner) && owner == executionId))
                names.Add(blob.Name);
        }
        return names;
    }

    public Task DeleteAsync(IReadOnlyCollection<string> names, CancellationToken cancellation) => names.Count == 0
        ? Task.CompletedTask
        : Parallel.ForEachAsync(names, Limits(cancellation), async (name, token) => await container.GetBlobClient(name).DeleteIfExistsAsync(cancellationToken: token));

    private static ParallelOptions Limits(CancellationToken cancellation) => new() { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellation };

    private static string NameFor(TableEntity row, string property)
    {
        // The row of an instance has no event type; the official client names its blobs after the property.
        var kind = row.GetString("EventType") ?? property;
        var random = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
        return $"{TableKeys.BlobFolder(row.PartitionKey)}history-{row.RowKey}-{kind}-{random}-{property}.json.gz";
    }

    private async Task UploadAsync(string name, string value, string executionId, CancellationToken cancellation)
    {
        using var content = new MemoryStream();
        await using (var gzip = new GZipStream(content, CompressionLevel.Fastest, leaveOpen: true))
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(value), cancellation);
        content.Position = 0;
        var options = new BlobUploadOptions
        {
            HttpHeaders = new() { ContentType = "application/json", ContentEncoding = "gzip" },
            Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { [ExecutionMetadata] = executionId },
        };
        await container.GetBlobClient(name).UploadAsync(content, options, cancellation);
    }

    private async Task<string> DownloadAsync(string name, CancellationToken cancellation)
    {
        try
        {
            await using var content = await container.GetBlobClient(name).OpenReadAsync(cancellationToken: cancellation);
            await using var gzip = new GZipStream(content, CompressionMode.Decompress);
            using var reader = new StreamReader(gzip, Encoding.UTF8);
            return await reader.ReadToEndAsync(cancellation);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            throw new InvalidDataException($"The value in blob '{name}' is gone.", e);
        }
    }
}
