using Azure.Storage.Queues;
using Microsoft.Extensions.DependencyInjection;

namespace Runtime.Tests.Functions;

public sealed class QueueTriggerTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private readonly string _name = $"q-{Guid.NewGuid():N}";
    private readonly Postbox _box = new();

    private QueueClient Queue => new(azurite.ConnectionString, _name);

    private QueueClient Poison => new(azurite.ConnectionString, _name + "-poison");

    [Fact]
    public async Task Message_is_read_as_json_and_removed()
    {
        await using var app = await StartAsync(typeof(LetterFunction));
        await Queue.SendMessageAsync("""{"to":"李雷","pages":3}""");
        await Eventually.IsTrueAsync(() => !_box.Seen.IsEmpty, "the message was handled");
        Assert.Equal("李雷 3 1 True Letter", _box.Seen.Single());
        await Eventually.IsTrueAsync(async () => await CountAsync(Queue) == 0, "the message was removed");
    }

    [Fact]
    public async Task Message_sent_before_the_start_is_handled()
    {
        await Queue.CreateAsync();
        await Queue.SendMessageAsync("""{"to":"a","pages":1}""");
        await using var app = await StartAsync(typeof(LetterFunction));
        await Eventually.IsTrueAsync(() => !_box.Seen.IsEmpty, "the message was handled");
    }

    [Theory]
    [InlineData(typeof(FailingFunction), "bad")]
    [InlineData(typeof(LetterFunction), "not json")]
    public async Task Message_that_always_fails_goes_to_the_poison_queue(Type function, string text)
    {
        await using var app = await StartAsync(function);
        await Queue.SendMessageAsync(text);
        await Eventually.IsTrueAsync(async () => await Poison.ExistsAsync() && await CountAsync(Poison) == 1, "the message is in the poison queue");
        Assert.Equal(text, (await Poison.PeekMessageAsync()).Value.Body.ToString());
        Assert.Equal(function == typeof(FailingFunction) ? 3 : 0, _box.Attempts.GetValueOrDefault(text));
        await Eventually.IsTrueAsync(async () => await CountAsync(Queue) == 0, "the message left its queue");
    }

    [Fact]
    public async Task Undecodable_message_goes_to_the_poison_queue_and_does_not_stop_the_others()
    {
        await using var app = await StartAsync(typeof(LetterFunction), new() { ["AzureFunctionsJobHost:extensions:queues:messageEncoding"] = "base64" });
        await Queue.SendMessageAsync("* not base64 *");
        await Queue.SendMessageAsync(Convert.ToBase64String("""{"to":"b","pages":2}"""u8));
        await Eventually.IsTrueAsync(() => !_box.Seen.IsEmpty, "the good message was handled");
        await Eventually.IsTrueAsync(async () => await Poison.ExistsAsync() && await CountAsync(Poison) == 1, "the bad message is in the poison queue");
    }

    [Fact]
    public async Task Message_stays_hidden_as_long_as_its_function_runs()
    {
        await using var app = await StartAsync(typeof(SlowFunction));
        await Queue.SendMessageAsync("slow");
        await Eventually.IsTrueAsync(() => _box.Attempts.ContainsKey("slow"), "the function runs");
        var first = DateTimeOffset.UtcNow;

        // Hidden for 8 s at first; the renewals carry it beyond that.
        await Eventually.IsTrueAsync(() => DateTimeOffset.UtcNow - first > TimeSpan.FromSeconds(17), "the first hiding is over");
        Assert.Null((await Queue.PeekMessageAsync()).Value);
        _box.Release.SetResult();
        await Eventually.IsTrueAsync(async () => await CountAsync(Queue) == 0, "the message was removed");
        Assert.Equal(1, _box.Attempts["slow"]);
    }

    [Fact]
    public async Task Stop_waits_for_the_functions_that_run()
    {
        await using var app = await StartAsync(typeof(SlowFunction));
        await Queue.SendMessageAsync("last");
        await Eventually.IsTrueAsync(() => _box.Attempts.ContainsKey("last"), "the function runs");
        var stopping = app.StopAsync();
        Assert.False(stopping.IsCompleted);
        _box.Release.SetResult();
        await stopping;
        Assert.Equal(["last"], _box.Seen);
        Assert.Equal(0, await CountAsync(Queue));
    }

    private static async Task<int> CountAsync(QueueClient queue) => (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount;

    private async Task<TestApp> StartAsync(Type function, Dictionary<string, string?>? more = null)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Queue"] = _name,
            ["AzureFunctionsJobHost:extensions:queues:messageEncoding"] = "none",
            ["AzureFunctionsJobHost:extensions:queues:maxPollingInterval"] = "00:00:00.200",
            ["AzureFunctionsJobHost:extensions:queues:maxDequeueCount"] = "3",
        };
        foreach (var (key, value) in more ?? [])
            settings[key] = value;

        // The listener makes its queue a moment after the start; a test sends at once.
        await Queue.CreateIfNotExistsAsync();
        return await TestApp.StartAsync(azurite.ConnectionString, [function], settings, builder => builder.Services.AddSingleton(_box));
    }
}
