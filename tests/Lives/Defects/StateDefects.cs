using Azure.Data.Tables;
using Durable.Testing.Hub;
using Lives.Machine;
using Lives.Oracle;
using Lives.Scripts;
using Microsoft.Extensions.DependencyInjection;
using Orders.Functions.Activities;
using Orders.Functions.Domain.Status;
using Orders.Functions.Storage.Orders;
using Orders.Functions.Storage.Tables;

namespace Lives.Defects;

/// <summary>A state that is written late puts back what came after it.</summary>
internal sealed class OldStateWritten : Defect
{
    public override string Name => "old state over new";

    // A process has to stand still with a state in its hand.
    public override bool ShowsIn(Script script) =>
        script.Aimed?.Any(fault => fault is { At: CallKind.Progress, Kind: FaultKind.Stall }) == true;

    public override async Task<object?> RunAsync(ActivityRun run, Func<Task<object?>> activity)
    {
        var result = await activity();
        if (WrittenSteps.In(run.Input) is not { } progress)
            return result;
        var table = run.Services.GetRequiredService<TableServiceClient>().GetTableClient(StorageSchema.Orders);
        await table.UpsertEntityAsync(
            OrderRows.Of(progress.OrderId, progress.State, null),
            TableUpdateMode.Replace,
            CancellationToken.None
        );
        return result;
    }
}
