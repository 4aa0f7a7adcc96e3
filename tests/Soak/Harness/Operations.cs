using System.Net.Http.Json;

namespace Soak.Harness;

/// <summary>The people who run the shop, with their key.</summary>
internal sealed class Operations(HttpClient http)
{
    public Task<Answer> GetAsync(string path) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, new Uri($"api/ops/{path}", UriKind.Relative)));

    public Task<Answer> PostAsync(string path, object body) =>
        SendAsync(
            new HttpRequestMessage(HttpMethod.Post, new Uri($"api/ops/{path}", UriKind.Relative)) { Content = JsonContent.Create(body) }
        );

    public Task<Answer> EraseAsync(string customerId, bool confirm = false) =>
        PostAsync(
            $"customers/{customerId}/erase",
            new
            {
                confirm,
                by = "mei",
                reason = "asked for it",
            }
        );

    private async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            request.Headers.Add("x-functions-key", App.OpsKey);
            using var response = await http.SendAsync(request);
            return await Answer.ReadAsync(response);
        }
    }
}
