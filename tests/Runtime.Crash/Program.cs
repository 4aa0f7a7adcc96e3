using LocalRuntime.DurableTask.Storage;
using LocalRuntime.DurableTask.Storage.AzureStorage;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Runtime.Crash;

// Arguments: connection string, hub, folder of the journals, how many instances to start ("0": finish what is open, then end).
var (connection, hub, folder, starts) = (args[0], args[1], args[2], int.Parse(args[3], System.Globalization.CultureInfo.InvariantCulture));
using var drawn = new Journal(Path.Combine(folder, "drawn"));
using var accepted = new Journal(Path.Combine(folder, "accepted"));
using var raised = new Journal(Path.Combine(folder, "raised"));

var services = new ServiceCollection();
services.AddLogging(logging => logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Error));
services.AddAzureHub(_ => connection, _ => hub);
services.AddDurableTaskWorker(worker => worker.AddTasks(registry => Tasks.AddTo(registry, drawn)));
services.AddDurableTaskClient();
await using var provider = services.BuildServiceProvider();
foreach (var service in provider.GetServices<IHostedService>())
    await service.StartAsync(CancellationToken.None);
var client = provider.GetRequiredService<DurableTaskClient>();

await provider.GetRequiredService<LocalRuntime.DurableTask.Engine.HubEngine>().Ownership.RequireAsync(TimeSpan.FromMinutes(1), TimeProvider.System, CancellationToken.None);
Console.WriteLine("ready");

var open = File.ReadAllLines(Path.Combine(folder, "accepted")).Except(File.ReadAllLines(Path.Combine(folder, "raised")), StringComparer.Ordinal).ToList();
await Task.WhenAll(open.Select(RaiseAsync).Concat(Enumerable.Range(0, starts).Select(StartAsync)));
if (starts > 0)
    await Task.Delay(Timeout.Infinite); // Until it is killed.

foreach (var id in await File.ReadAllLinesAsync(Path.Combine(folder, "accepted")))
    await client.WaitForInstanceCompletionAsync(id);
foreach (var service in provider.GetServices<IHostedService>())
    await service.StopAsync(CancellationToken.None);
return 0;

async Task StartAsync(int number)
{
    var id = $"order/{Environment.ProcessId}-{number}";
    try
    {
        await client.ScheduleNewOrchestrationInstanceAsync("Mixed", id, new StartOrchestrationOptions(id));
    }
    catch (HubUnavailableException)
    {
        // A busy machine may keep the storage from answering for a while: what was not accepted is nobody's loss.
        await StartAsync(number + 1000);
        return;
    }

    accepted.Write(id);
    Console.WriteLine("accepted");
    await RaiseAsync(id);
}

async Task RaiseAsync(string id)
{
    await UntilAnsweredAsync(() => client.RaiseEventAsync(id, "Go", id));
    raised.Write(id);
}

static async Task UntilAnsweredAsync(Func<Task> call)
{
    while (true)
    {
        try
        {
            await call();
            return;
        }
        catch (HubUnavailableException)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }
    }
}
