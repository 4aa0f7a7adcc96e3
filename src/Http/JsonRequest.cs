using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Http;

/// <summary>Reads a JSON body: right type, not too long, well-formed.</summary>
internal static class JsonRequest
{
    /// <summary>The longest body in bytes.</summary>
    public const int Limit = 64 * 1024;

    private static readonly JsonDocumentOptions _options = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <returns>The document, or the problem to answer with.</returns>
    public static async Task<(JsonDocument? Document, Problem? Problem)> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (!IsJson(request.ContentType))
        {
            return (
                null,
                new Problem(
                    "urn:orders:unsupported-media-type",
                    StatusCodes.Status415UnsupportedMediaType,
                    "The body has to be JSON.",
                    "Send Content-Type: application/json (UTF-8)."
                )
            );
        }

        return await RawBody.ReadAsync(request, Limit, cancellation) is { } body ? Parse(body) : (null, RawBody.TooLarge);
    }

    /// <summary>Reads a body whose members are all asked for by <paramref name="read"/>.</summary>
    /// <returns>What was read, or the problem to answer with.</returns>
    public static async Task<(T? Value, Problem? Problem)> ReadAsync<T>(
        HttpRequest request,
        Func<JsonInput, T> read,
        CancellationToken cancellation
    )
    {
        var (document, problem) = await ReadAsync(request, cancellation);
        return document is null ? (default, problem) : Read(document, read);
    }

    /// <summary>Reads JSON whose members are all asked for by <paramref name="read"/>.</summary>
    /// <returns>What was read, or the problem to answer with.</returns>
    public static (T? Value, Problem? Problem) Read<T>(ReadOnlyMemory<byte> json, Func<JsonInput, T> read)
    {
        var (document, problem) = Parse(json);
        return document is null ? (default, problem) : Read(document, read);
    }

    /// <summary>Like <see cref="ReadAsync{T}"/>, but the body may be left out: then there is nothing to read, and no problem.</summary>
    public static Task<(T? Value, Problem? Problem)> ReadOptionalAsync<T>(
        HttpRequest request,
        Func<JsonInput, T> read,
        CancellationToken cancellation
    ) =>
        request.ContentLength is 0 || (request.ContentLength is null && request.ContentType is null)
            ? Task.FromResult<(T?, Problem?)>(default)
            : ReadAsync(request, read, cancellation);

    public static (JsonDocument? Document, Problem? Problem) Parse(ReadOnlyMemory<byte> body)
    {
        if (!Utf8.IsValid(body.Span))
            return (null, Broken("The body is not UTF-8."));
        try
        {
            return (JsonDocument.Parse(body, _options), null);
        }
        catch (JsonException error)
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"Line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}");
            return (
                null,
                Broken(
                    error.LineNumber is null
                        ? "A member stands twice in one object, or it is nested too deep."
                        : $"{place}: not valid JSON from here."
                )
            );
        }
        catch (InvalidOperationException)
        {
            return (null, Broken("A name holds half of a surrogate pair."));
        }
    }

    private static (T? Value, Problem? Problem) Read<T>(JsonDocument document, Func<JsonInput, T> read)
    {
        using (document)
        {
            var errors = new FieldErrors();
            var body = JsonInput.Of(document, errors);
            var value = read(body);
            body.Close();
            return errors.Any ? (default, Problem.Invalid(errors)) : (value, null);
        }
    }

    private static Problem Broken(string detail) =>
        new("urn:orders:broken-json", StatusCodes.Status400BadRequest, "The body is not valid JSON.", detail);

    private static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && string.Equals(type.MediaType, "application/json", StringComparison.OrdinalIgnoreCase)
        && (type.CharSet is null || string.Equals(type.CharSet.Trim('"'), "utf-8", StringComparison.OrdinalIgnoreCase));
}
