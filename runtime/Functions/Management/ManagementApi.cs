using System.Globalization;
using System.Text.Json.Nodes;
using LocalRuntime.DurableTask.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace LocalRuntime.Functions.Management;

/// <summary>Answers the calls of the management API with the client of the hub.</summary>
/// <param name="orchestrators">The names that can be started.</param>
internal sealed class ManagementApi(DurableTaskClient client, IHubStore store, string hub, IReadOnlySet<string> orchestrators)
{
    private const string Continuation = "x-ms-continuation-token";
    private const string StatusRetryAfter = "5";
    private const string StartRetryAfter = "10";

    public async Task<IResult> StartAsync(ManagementRequest request)
    {
        var name = request.Segment(0)!;
        if (!orchestrators.Contains(name))
            return NotFound($"There is no orchestrator '{name}'.");
        var timeout = request.Number("timeout");
        var body = await request.BodyAsync();
        var id = await client.ScheduleNewOrchestrationInstanceAsync(name, body, new StartOrchestrationOptions(request.Segment(1)), request.Cancellation);
        if (timeout is { } seconds && await CompletedAsync(id, TimeSpan.FromSeconds(seconds), request.Cancellation) is { } completed)
        {
            return completed.RuntimeStatus == OrchestrationRuntimeStatus.Completed
                ? TypedResults.Json(StatusView.Json(completed.SerializedOutput))
                : TypedResults.Json(StatusView.Status(completed, showInput: true), statusCode: StatusCodes.Status500InternalServerError);
        }

        return Started(request, id);
    }

    public async Task<IResult> ListAsync(ManagementRequest request)
    {
        var showInput = request.Flag("showInput", whenMissing: true);
        var query = new OrchestrationQuery(
            request.Time("createdTimeFrom"),
            request.Time("createdTimeTo"),
            request.Statuses("runtimeStatus"),
            InstanceIdPrefix: request.Text("instanceIdPrefix"),
            PageSize: request.Number("top") is { } top and > 0 ? top : OrchestrationQuery.DefaultPageSize,
            FetchInputsAndOutputs: true,
            ContinuationToken: request.Http.Headers[Continuation].FirstOrDefault() is { Length: > 0 } token ? token : null);
        await foreach (var page in client.GetAllInstancesAsync(query).AsPages(query.ContinuationToken, query.PageSize).WithCancellation(request.Cancellation))
        {
            request.Http.HttpContext.Response.Headers[Continuation] = page.ContinuationToken ?? "";
            return TypedResults.Json(new JsonArray([.. page.Values.Select(instance => StatusView.Status(instance, showInput))]));
        }

        return TypedResults.Json(new JsonArray());
    }

    public async Task<IResult> GetAsync(ManagementRequest request)
    {
        var id = request.Segment(0)!;
        if (await client.GetInstanceAsync(id, getInputsAndOutputs: true, request.Cancellation) is not { } instance)
            return NotFound($"There is no instance '{id}'.");
        var history = request.Flag("showHistory", whenMissing: false) && await store.LoadAsync(id, request.Cancellation) is { } state
            ? HistoryView.Of(state.History, request.Flag("showHistoryOutput", whenMissing: false))
            : null;
        var status = StatusView.Status(instance, request.Flag("showInput", whenMissing: true), history);
        if (instance.IsCompleted)
        {
            var fails = instance.RuntimeStatus == OrchestrationRuntimeStatus.Failed && request.Flag("returnInternalServerErrorOnFailure", whenMissing: false);
            return TypedResults.Json(status, statusCode: fails ? StatusCodes.Status500InternalServerError : StatusCodes.Status200OK);
        }

        var headers = request.Http.HttpContext.Response.Headers;
        headers.Location = (string?)StatusView.CheckStatus(request.Http, hub, id)["statusQueryGetUri"];
        headers.RetryAfter = StatusRetryAfter;
        return TypedResults.Json(status, statusCode: StatusCodes.Status202Accepted);
    }

    public async Task<IResult> RaiseEventAsync(ManagementRequest request)
    {
        var (id, name) = (request.Segment(0)!, request.Segment(2)!);
        var body = await request.BodyAsync();
        return await WithRunningAsync(request, id, () => client.RaiseEventAsync(id, name, body, request.Cancellation));
    }

    public Task<IResult> TerminateAsync(ManagementRequest request)
    {
        var id = request.Segment(0)!;
        return WithRunningAsync(request, id, () => client.TerminateInstanceAsync(id, request.Text("reason"), request.Cancellation));
    }

    public Task<IResult> SuspendAsync(ManagementRequest request)
    {
        var id = request.Segment(0)!;
        return WithRunningAsync(request, id, () => client.SuspendInstanceAsync(id, request.Text("reason"), request.Cancellation));
    }

    public Task<IResult> ResumeAsync(ManagementRequest request)
    {
        var id = request.Segment(0)!;
        return WithRunningAsync(request, id, () => client.ResumeInstanceAsync(id, request.Text("reason"), request.Cancellation));
    }

    public async Task<IResult> RewindAsync(ManagementRequest request)
    {
        var id = request.Segment(0)!;
        if (await client.GetInstanceAsync(id, request.Cancellation) is not { } instance)
            return NotFound($"There is no instance '{id}'.");
        if (instance.IsCompleted && instance.RuntimeStatus != OrchestrationRuntimeStatus.Failed)
            return Gone(instance);
        await client.RewindInstanceAsync(id, request.Text("reason") ?? "", request.Cancellation);
        return TypedResults.StatusCode(StatusCodes.Status202Accepted);
    }

    public async Task<IResult> RestartAsync(ManagementRequest request)
    {
        var id = request.Segment(0)!;
        if (await client.GetInstanceAsync(id, request.Cancellation) is null)
            return NotFound($"There is no instance '{id}'.");
        return Started(request, await client.RestartAsync(id, request.Flag("restartWithNewInstanceId", whenMissing: true), request.Cancellation));
    }

    public async Task<IResult> PurgeAsync(ManagementRequest request)
    {
        var id = request.Segment(0)!;
        var purged = await client.PurgeInstanceAsync(id, cancellation: request.Cancellation);
        return purged.PurgedInstanceCount > 0 ? Deleted(purged) : NotFound($"There is no finished instance '{id}'.");
    }

    public async Task<IResult> PurgeManyAsync(ManagementRequest request)
    {
        if (request.Time("createdTimeFrom") is not { } from)
            return Problem(StatusCodes.Status400BadRequest, "createdTimeFrom is needed.");
        var filter = new PurgeInstancesFilter(from, request.Time("createdTimeTo"), request.Statuses("runtimeStatus"));
        var purged = await client.PurgeAllInstancesAsync(filter, cancellation: request.Cancellation);
        return purged.PurgedInstanceCount > 0 ? Deleted(purged) : NotFound("No instance matches.");
    }

    private static JsonHttpResult<JsonObject> Deleted(PurgeResult purged) => TypedResults.Json(new JsonObject { ["instancesDeleted"] = purged.PurgedInstanceCount });

    private static ProblemHttpResult NotFound(string why) => Problem(StatusCodes.Status404NotFound, why);

    private static ProblemHttpResult Gone(OrchestrationMetadata instance) =>
        Problem(StatusCodes.Status410Gone, $"Instance '{instance.InstanceId}' is {instance.RuntimeStatus.ToString().ToLower(CultureInfo.InvariantCulture)} already.");

    private static ProblemHttpResult Problem(int status, string why) => TypedResults.Problem(why, statusCode: status);

    private async Task<IResult> WithRunningAsync(ManagementRequest request, string id, Func<Task> command)
    {
        if (await client.GetInstanceAsync(id, request.Cancellation) is not { } instance)
            return NotFound($"There is no instance '{id}'.");
        if (instance.IsCompleted)
            return Gone(instance);
        await command();
        return TypedResults.StatusCode(StatusCodes.Status202Accepted);
    }

    private async Task<OrchestrationMetadata?> CompletedAsync(string id, TimeSpan timeout, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(timeout);
        try
        {
            return await client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    private JsonHttpResult<JsonObject> Started(ManagementRequest request, string id)
    {
        var payload = StatusView.CheckStatus(request.Http, hub, id);
        var headers = request.Http.HttpContext.Response.Headers;
        headers.Location = (string?)payload["statusQueryGetUri"];
        headers.RetryAfter = StartRetryAfter;
        return TypedResults.Json(payload, statusCode: StatusCodes.Status202Accepted);
    }
}
