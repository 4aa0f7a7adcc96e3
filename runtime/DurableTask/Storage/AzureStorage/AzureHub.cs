using System.Text.RegularExpressions;
using Azure.Data.Tables;
using Azure.Storage.Blobs;

namespace LocalRuntime.DurableTask.Storage.AzureStorage;

/// <summary>The tables and containers of one task hub, under their official names.</summary>
internal sealed partial class AzureHub
{
    public AzureHub(string name, TableServiceClient tables, BlobServiceClient blobs)
    {
        if (!ValidName().IsMatch(name))
            throw new ArgumentException($"A task hub's name is a letter followed by 2 to 44 letters and digits; '{name}' is not.", nameof(name));
        Name = name;
        Instances = tables.GetTableClient(name + "Instances");
        History = tables.GetTableClient(name + "History");
        Inbox = tables.GetTableClient(name + "Inbox");
        // Container names are lower case by the service's rule.
#pragma warning disable CA1308
        var lower = name.ToLowerInvariant();
#pragma warning restore CA1308
        LargeMessages = blobs.GetBlobContainerClient(lower + "-largemessages");
        Lease = blobs.GetBlobContainerClient(lower + "-applease");
    }

    public string Name { get; }

    public TableClient Instances { get; }

    public TableClient History { get; }

    /// <summary>Ours alone: the official engine keeps its messages in queues.</summary>
    public TableClient Inbox { get; }

    public BlobContainerClient LargeMessages { get; }

    public BlobContainerClient Lease { get; }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9]{2,44}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ValidName();
}
