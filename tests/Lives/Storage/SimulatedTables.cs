using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace Lives.Storage;

/// <summary>One process's way to the tables of its world.</summary>
internal sealed class SimulatedTables(TableData data, IGate gate) : TableServiceClient
{
    public override string AccountName => "simulated";

    public override TableClient GetTableClient(string tableName) => new SimulatedTable(tableName, data, gate);

    public override Task<Response<TableItem>> CreateTableIfNotExistsAsync(
        string tableName,
        CancellationToken cancellationToken = default
    ) => GetTableClient(tableName).CreateIfNotExistsAsync(cancellationToken);

    public override AsyncPageable<TableItem> QueryAsync(
        string? filter = null,
        int? maxPerPage = null,
        CancellationToken cancellationToken = default
    )
    {
        StorageError.RefuseOption(filter);
        return new SimulatedPages<TableItem>(
            (_, _, cancellation) =>
                gate.RunAsync(
                    new StorageCall("$tables", StorageVerb.Query, ""),
                    () => Page<TableItem>.FromValues([.. data.Names.Select(name => new TableItem(name))], null, SimulatedResponse.Ok),
                    cancellation
                ),
            cancellationToken
        );
    }
}
