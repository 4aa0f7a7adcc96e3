using System.Net;
using System.Text.Json.Nodes;

namespace Soak.Harness;

/// <summary>An HTTP answer, read to its end.</summary>
internal sealed record Answer(HttpStatusCode Status, string? ContentType, Uri? Location, string Text)
{
    public JsonNode Json => JsonNode.Parse(Text)!;

    /// <summary>The names of the fields that a problem names, in order.</summary>
    public IReadOnlyList<string> Errors =>
        [.. (Json["errors"] as JsonObject ?? []).Select(error => error.Key).Order(StringComparer.Ordinal)];

    /// <summary>When the caller should ask again; null if it was not said.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public static async Task<Answer> ReadAsync(HttpResponseMessage response) =>
        new(
            response.StatusCode,
            response.Content.Headers.ContentType?.MediaType,
            response.Headers.Location,
            await response.Content.ReadAsStringAsync()
        )
        {
            RetryAfter = response.Headers.RetryAfter?.Delta,
        };

    /// <summary>The answer itself, if it has one of these codes.</summary>
    /// <exception cref="HttpRequestException">It has another, which the exception knows.</exception>
    public Answer Expect(params ReadOnlySpan<HttpStatusCode> statuses) =>
        statuses.Contains(Status)
            ? this
            : throw new HttpRequestException($"Expected {string.Join(" or ", statuses.ToArray())}: {this}", inner: null, Status);

    public override string ToString() => $"{(int)Status} {Text}";
}
