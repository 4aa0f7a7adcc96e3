using Azure;
using Azure.Data.Tables;
using Orders.Functions.Domain.Partners;
using Orders.Functions.Storage.Tables;

namespace Orders.Functions.Storage.Orders;

/// <summary>One partition for an order, one row for each thing that was asked of a company.</summary>
public sealed class PartnerLog(TableServiceClient tables, TimeProvider time) : IPartnerLog
{
    private readonly TableClient _notes = tables.GetTableClient(StorageSchema.PartnerCalls);

    public async Task<PartnerNote?> FindAsync(string orderId, string key, CancellationToken cancellation = default) =>
        (await _notes.FindAsync(TableKey.Escape(orderId), TableKey.Escape(key), cancellation))?.Read<PartnerNote>();

    public async Task<PartnerNote> AddAsync(string orderId, string key, string asked, CancellationToken cancellation = default)
    {
        var note = new PartnerNote(orderId, key, asked, time.GetUtcNow(), Answer: null);
        return await _notes.InsertAsync(Row(note), cancellation) ? note : (await FindAsync(orderId, key, cancellation))!;
    }

    public async Task<PartnerNote> RenewAsync(PartnerNote note, string asked, CancellationToken cancellation = default)
    {
        var renewed = note with { Asked = asked, At = time.GetUtcNow(), Answer = null };
        await _notes.UpsertEntityAsync(Row(renewed), TableUpdateMode.Replace, cancellation);
        return renewed;
    }

    public Task AnswerAsync(PartnerNote note, string answer, CancellationToken cancellation = default) =>
        _notes.UpsertEntityAsync(Row(note with { Answer = answer }), TableUpdateMode.Replace, cancellation);

    public async Task<IReadOnlyList<PartnerNote>> ListAsync(string orderId, string prefix, CancellationToken cancellation = default)
    {
        var filter = $"{TableKey.InPartition(TableKey.Escape(orderId))} and {TableKey.StartingWith(TableKey.Escape(prefix))}";
        return await _notes
            .QueryAsync<TableEntity>(filter, cancellationToken: cancellation)
            .Select(row => row.Read<PartnerNote>())
            .ToListAsync(cancellation);
    }

    private static TableEntity Row(PartnerNote note) =>
        new TableEntity(TableKey.Escape(note.OrderId), TableKey.Escape(note.Key)).With(note);
}
