using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Host.Tests.Harness;

namespace Host.Tests;

/// <summary>Queue and timer functions, which the official extensions call.</summary>
public sealed class BackgroundTests(SharedAzurite azurite) : IDisposable
{
    private readonly TestApp _app = new(azurite);

    public void Dispose() => _app.Dispose();

    [Fact]
    public async Task Message_is_handled_or_goes_to_the_poison_queue_after_two_failures()
    {
        var queue = new QueueClient(azurite.ConnectionString, _app.Queue);
        await queue.CreateAsync();
        await using var host = await RunningHost.StartAsync(_app);

        await queue.SendMessageAsync("good");
        await queue.SendMessageAsync("bad");

        await _app.ToldAsync("message good is done");
        await _app.ToldAsync("poison bad");
        Assert.Equal(2, _app.Notes.Count(note => note.Text == "message bad"));
    }

    [Fact]
    public async Task Timer_fires_by_its_schedule()
    {
        _app.Settings["Tick:Schedule"] = "* * * * * *";
        await using var host = await RunningHost.StartAsync(_app);

        await _app.ToldAsync("tick", times: 2);

        Assert.DoesNotContain(_app.Notes, note => note.Text == "tick past due");
    }

    [Fact]
    public async Task Timer_catches_up_on_missed_runs_and_keeps_state_as_Azure_does()
    {
        _app.Settings["Tick:Schedule"] = "0 0 * * * *";
        var thisHour = DateTime.Now.Date.AddHours(DateTime.Now.Hour);
        var container = new BlobContainerClient(azurite.ConnectionString, "azure-webjobs-hosts");
        await container.CreateIfNotExistsAsync();
        var blob = container.GetBlobClient($"timers/{_app.Settings["AzureFunctionsWebHost:hostid"]}/Host.Functions.Tick/status");
        await blob.UploadAsync(
            BinaryData.FromObjectAsJson(
                new
                {
                    Last = thisHour.AddHours(-2),
                    Next = thisHour.AddHours(-1),
                    LastUpdated = thisHour.AddHours(-2),
                }
            )
        );

        await using (await RunningHost.StartAsync(_app))
            await _app.ToldAsync("tick past due");
        await using (await RunningHost.StartAsync(_app))
            Assert.Equal(1, _app.Notes.Count(note => note.Text == "tick past due"));

        Assert.Contains("\"Last\"", (await blob.DownloadContentAsync()).Value.Content.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Disabled_function_is_not_called()
    {
        var queue = new QueueClient(azurite.ConnectionString, _app.Queue);
        await queue.CreateAsync();
        await queue.SendMessageAsync("unheard");
        _app.Settings["AzureWebJobs.Message.Disabled"] = "true";
        _app.Settings["Tick:Schedule"] = "* * * * * *";
        await using var host = await RunningHost.StartAsync(_app);

        await _app.ToldAsync("tick", times: 2);

        Assert.DoesNotContain(_app.Notes, note => note.Text == "message unheard");
    }
}
