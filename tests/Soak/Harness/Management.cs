using System.Net;
using System.Text.Json.Nodes;

namespace Soak.Harness;

/// <summary>The HTTP management API that the Durable extension brings along, with its system key.</summary>
internal sealed class Management(HttpClient http)
{
    private const string Instances = "runtime/webhooks/durabletask/instances";

    /// <summary>The instances that a query finds.</summary>
    /// <param name="query">For example <c>runtimeStatus=Failed</c>.</param>
    public async Task<JsonArray> ListAsync(string query) =>
        (await SendAsync(HttpMethod.Get, $"{Instances}?{query}")).Expect(HttpStatusCode.OK).Json.AsArray();

    /// <summary>One instance; its history too if that is asked for.</summary>
    public async Task<JsonNode> GetAsync(string instanceId, bool showHistory = false) =>
        (await SendAsync(HttpMethod.Get, $"{Instances}/{instanceId}?showHistory={(showHistory ? "true" : "false")}"))
            .Expect(HttpStatusCode.OK, HttpStatusCode.Accepted)
            .Json;

    /// <param name="command"><c>suspend</c>, <c>resume</c>, <c>terminate</c> or <c>restart</c>.</param>
    public Task<Answer> PostAsync(string instanceId, string command, string query = "") =>
        SendAsync(HttpMethod.Post, $"{Instances}/{instanceId}/{command}?{query}");

    /// <summary>Removes an instance that has ended, and its history.</summary>
    public Task<Answer> PurgeAsync(string instanceId) => SendAsync(HttpMethod.Delete, $"{Instances}/{instanceId}");

    /// <summary>Asks for an instance as it is there or not.</summary>
    /// <param name="key">Null: without a key.</param>
    public Task<Answer> AskAsync(string instanceId, string? key = App.SystemKey) =>
        SendAsync(HttpMethod.Get, $"{Instances}/{instanceId}", key);

    private async Task<Answer> SendAsync(HttpMethod method, string path, string? key = App.SystemKey)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (key is not null)
            request.Headers.Add("x-functions-key", key);
        using var response = await http.SendAsync(request);
        return await Answer.ReadAsync(response);
    }
}
