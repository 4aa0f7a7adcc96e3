using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Orders.Functions.Http.Pages;

/// <summary>What a browser sent from a form without files.</summary>
internal sealed class PageForm
{
    private const int MostFields = 200;

    private readonly Dictionary<string, StringValues> _fields;

    private PageForm(Dictionary<string, StringValues> fields) => _fields = fields;

    public static Problem Unreadable { get; } =
        new("urn:orders:broken-form", StatusCodes.Status400BadRequest, "The form could not be read.");

    public IEnumerable<string> Names => _fields.Keys;

    /// <returns>Null if it is none, too large, or broken.</returns>
    public static async Task<PageForm?> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (
            !MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase)
        )
            return null;
        if (await RawBody.ReadAsync(request, JsonRequest.Limit, cancellation) is not { } body)
            return null;
        try
        {
            using var reader = new FormReader(Encoding.UTF8.GetString(body)) { ValueCountLimit = MostFields };
            return new PageForm(await reader.ReadFormAsync(cancellation));
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>What was typed into a field, on one line; null if nothing was.</summary>
    public string? Text(string name) =>
        _fields.TryGetValue(name, out var value)
        && string.Join(' ', value.ToString().Split(default(char[]), StringSplitOptions.RemoveEmptyEntries)) is { Length: > 0 } text
            ? text
            : null;

    /// <summary>Reads what the form says, put into the words of the API, by the API's own rules.</summary>
    /// <param name="body">Members that are null are absent.</param>
    /// <returns>What was read, or the problem to show.</returns>
    public static (T? Value, Problem? Problem) Read<T>(JsonObject body, Func<JsonInput, T> read)
    {
        foreach (var absent in body.Where(member => member.Value is null).Select(member => member.Key).ToArray())
            body.Remove(absent);
        return JsonRequest.Read(Encoding.UTF8.GetBytes(body.ToJsonString()), read);
    }
}
