using Azure.Data.Tables;
using Orders.Functions.Storage.Tables;

namespace Orders.Functions.Http.Sandbox;

/// <summary>The mails that the sandbox's mailbox received: every one of them, twice if it came twice.</summary>
public sealed class MailboxStore(TableServiceClient tables)
{
    private const string Partition = "mail";

    private readonly TableClient _table = tables.GetTableClient(StorageSchema.SandboxMails);

    /// <summary>An id that sorts the latest mail first.</summary>
    public static string NewId(DateTimeOffset now) => TableKey.Descending(now) + "-" + Guid.NewGuid().ToString("N")[..8];

    /// <exception cref="InvalidOperationException">The mail is too large for a row.</exception>
    public Task AddAsync(SandboxMail mail, CancellationToken cancellation) =>
        _table.AddEntityAsync(
            new TableEntity(Partition, TableKey.Escape(mail.Id)) { ["MailKey"] = mail.Key, ["OrderId"] = mail.Key?.Split('/')[0] }.With(
                mail
            ),
            cancellation
        );

    public async Task<SandboxMail?> FindAsync(string id, CancellationToken cancellation) =>
        (await _table.FindAsync(Partition, TableKey.Escape(id), cancellation))?.Read<SandboxMail>();

    /// <summary>The latest first.</summary>
    /// <param name="orderId">Of this order only, unless null.</param>
    public Task<IReadOnlyList<SandboxMail>> ListAsync(string? orderId, int most, CancellationToken cancellation) =>
        QueryAsync(
            orderId is null
                ? TableKey.InPartition(Partition)
                : TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and OrderId eq {orderId}"),
            most,
            cancellation
        );

    public Task<IReadOnlyList<SandboxMail>> WithKeyAsync(string key, int most, CancellationToken cancellation) =>
        QueryAsync(TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and MailKey eq {key}"), most, cancellation);

    private async Task<IReadOnlyList<SandboxMail>> QueryAsync(string filter, int most, CancellationToken cancellation)
    {
        var mails = new List<SandboxMail>();
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            mails.Add(row.Read<SandboxMail>());
            if (mails.Count == most)
                break;
        }

        return mails;
    }
}
