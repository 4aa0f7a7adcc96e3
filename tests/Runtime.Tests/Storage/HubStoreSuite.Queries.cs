using LocalRuntime.DurableTask.Core;
using static Runtime.Tests.Storage.Samples;

namespace Runtime.Tests.Storage;

public abstract partial class HubStoreSuite
{
    [Fact]
    public async Task ListUnfinished_names_pending_running_and_suspended_only()
    {
        foreach (var status in Enum.GetValues<OrchestrationStatus>())
            await FinishAsync($"i-{status}", status);

        var ids = await Store.ListUnfinishedAsync(Cancellation).ToListAsync(Cancellation);

        Assert.Equal(["i-ContinuedAsNew", "i-Pending", "i-Running", "i-Suspended"], ids.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Query_filters_by_prefix_status_and_creation()
    {
        await FinishAsync("a-1", OrchestrationStatus.Completed, Noon);
        await FinishAsync("a-2", OrchestrationStatus.Running, Noon.AddHours(1));
        await FinishAsync("a/3", OrchestrationStatus.Completed, Noon.AddHours(2));
        await FinishAsync("b-1", OrchestrationStatus.Failed, Noon.AddHours(3));

        Assert.Equal(["a-1", "a-2", "a/3"], await IdsAsync(new(IdPrefix: "a")));
        Assert.Equal(["a/3"], await IdsAsync(new(IdPrefix: "a/")));
        Assert.Equal(["a-1", "a/3"], await IdsAsync(new(Statuses: new HashSet<OrchestrationStatus> { OrchestrationStatus.Completed })));
        Assert.Equal(["a-1", "a/3", "b-1"], await IdsAsync(new(Statuses: new HashSet<OrchestrationStatus> { OrchestrationStatus.Completed, OrchestrationStatus.Failed })));
        Assert.Equal(["a-2", "a/3"], await IdsAsync(new(CreatedFrom: Noon.AddHours(1), CreatedTo: Noon.AddHours(2))));
        Assert.Equal(["a-1", "a-2", "a/3", "b-1"], await IdsAsync(new()));
    }

    [Fact]
    public async Task Query_without_payloads_has_none()
    {
        var state = await CreateAsync("order-1");
        await WriteAsync(state, [new OrchestratorStarted(Noon), state.Start], Row(state.Start, OrchestrationStatus.Completed) with { Output = "1", CustomStatus = "2" });

        var row = Assert.Single((await Store.QueryAsync(new(), Cancellation)).Rows);
        Assert.Equal((null, null, null, "Sequence"), (row.Input, row.Output, row.CustomStatus, row.Name));
        row = Assert.Single((await Store.QueryAsync(new(WithPayloads: true), Cancellation)).Rows);
        Assert.Equal(("\"in\"", "1", "2"), (row.Input, row.Output, row.CustomStatus));
    }

    [Fact]
    public async Task Query_pages_stay_valid_while_rows_come_and_go()
    {
        for (var i = 0; i < 10; i++)
            await CreateAsync($"o-{i}-é");
        var page = await Store.QueryAsync(new(PageSize: 4), Cancellation);
        Assert.Equal(["o-0-é", "o-1-é", "o-2-é", "o-3-é"], page.Rows.Select(r => r.InstanceId));
        Assert.NotNull(page.Continuation);
        Assert.All(page.Continuation, c => Assert.True(char.IsAscii(c)));

        await Store.PurgeAsync("o-3-é", Cancellation);
        await Store.PurgeAsync("o-4-é", Cancellation);
        await CreateAsync("o-00");
        await CreateAsync("o-55");

        Assert.Equal(["o-5-é", "o-55", "o-6-é", "o-7-é", "o-8-é", "o-9-é"], (await IdsAsync(new(PageSize: 4, Continuation: page.Continuation))).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Purge_removes_everything_and_says_whether_there_was_anything()
    {
        var large = new string('x', 200_000);
        var state = await CreateAsync("order-1", large);
        await Store.AppendInboxAsync("order-1", "d", new EventRaised(Noon, "Paid", large), Cancellation);
        await WriteAsync(state, [new OrchestratorStarted(Noon), state.Start, .. Tasks(230)], Row(state.Start, OrchestrationStatus.Completed) with { Output = large });
        await CreateAsync("order-10");

        Assert.True(await Store.PurgeAsync("order-1", Cancellation));
        Assert.False(await Store.PurgeAsync("order-1", Cancellation));

        Assert.Null(await Store.LoadAsync("order-1", Cancellation));
        Assert.Equal(["order-10"], await IdsAsync(new()));
        var next = await CreateAsync("order-1");
        Assert.Empty(next.History);
        Assert.Empty((await LoadAsync("order-1")).Inbox);
    }

    private async Task FinishAsync(string id, OrchestrationStatus status, DateTime? created = null)
    {
        var state = await CreateAsync(id, at: created);
        await WriteAsync(state, [new OrchestratorStarted(Noon), state.Start], Row(state.Start, status));
    }

    private async Task<IReadOnlyList<string>> IdsAsync(LocalRuntime.DurableTask.Storage.InstanceFilter filter)
    {
        var ids = new List<string>();
        do
        {
            var page = await Store.QueryAsync(filter, Cancellation);
            Assert.True(page.Rows.Count <= filter.PageSize);
            ids.AddRange(page.Rows.Select(r => r.InstanceId));
            filter = filter with { Continuation = page.Continuation };
        }
        while (filter.Continuation is not null);
        return ids;
    }
}
