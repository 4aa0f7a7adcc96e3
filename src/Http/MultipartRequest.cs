using System.Text;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Orders.Functions.Documents;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Http;

/// <summary>
/// Reads texts and files of a <c>multipart/form-data</c> body, part by part: stops at the first file that is not taken, and never holds
/// more than the files that are.
/// </summary>
public sealed class MultipartRequest(TimeProvider time) : IDisposable
{
    private const int MostTexts = 16;

    // In bytes: four for each character of the longest text that is asked for.
    private const int LargestText = 24 * 1024;

    // Each body may come to the memory of all its files: more of them at once wait their turn.
    private readonly SemaphoreSlim _turns = new(8);

    // A picture at the limits comes to hundreds of megabytes while it is open: one at a time.
    private readonly SemaphoreSlim _opening = new(1);

    /// <summary>Reads a form whose fields are all asked for by <paramref name="read"/>.</summary>
    /// <inheritdoc cref="ReadAsync(HttpRequest, string, IReadOnlySet{FileKind}, string, CancellationToken)"/>
    /// <returns>What was read, or the problem to answer with.</returns>
    internal async Task<(T? Value, Problem? Problem)> ReadAsync<T>(
        HttpRequest request,
        string field,
        IReadOnlySet<FileKind> taken,
        string locale,
        Func<MultipartForm, FieldErrors, T> read,
        CancellationToken cancellation
    )
        where T : class
    {
        var (form, problem) = await ReadAsync(request, field, taken, locale, cancellation);
        if (form is null)
            return (null, problem);
        var errors = new FieldErrors();
        var value = read(form, errors);
        return errors.Any ? (null, Problem.Invalid(errors)) : (value, null);
    }

    /// <param name="field">The name of the file parts; a part may also be called <c>photos[]</c>.</param>
    /// <param name="locale">Of the customer, who is told why a file is not taken.</param>
    /// <returns>The form, or the problem to answer with.</returns>
    internal async Task<(MultipartForm? Form, Problem? Problem)> ReadAsync(
        HttpRequest request,
        string field,
        IReadOnlySet<FileKind> taken,
        string locale,
        CancellationToken cancellation
    )
    {
        if (Boundary(request.ContentType) is not { } boundary)
        {
            return (
                null,
                new Problem(
                    "urn:orders:unsupported-media-type",
                    StatusCodes.Status415UnsupportedMediaType,
                    "The body has to be a form with files.",
                    "Send Content-Type: multipart/form-data with a boundary."
                )
            );
        }

        if (request.ContentLength > UploadLimits.LargestBody)
            return (null, FileProblem.Of(FileRefusal.TooLarge, field, locale));
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = UploadLimits.LargestBody;

        // A turn is not held for ever by one who sends a byte now and then.
        using var patience = new CancellationTokenSource(UploadLimits.Longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        await _turns.WaitAsync(cancellation);
        try
        {
            var reader = new MultipartReader(boundary, request.Body) { HeadersCountLimit = 8, HeadersLengthLimit = 4096 };
            return await ReadAsync(reader, field, taken, locale, either.Token);
        }
        catch (BadHttpRequestException wrong) when (wrong.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return (null, FileProblem.Of(FileRefusal.TooLarge, field, locale));
        }
        catch (Exception wrong) when (wrong is InvalidDataException or IOException and not BadHttpRequestException)
        {
            return (null, Broken("The form does not go on to its closing boundary."));
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return (null, new Problem("urn:orders:too-slow", StatusCodes.Status408RequestTimeout, "The upload took too long."));
        }
        finally
        {
            _turns.Release();
        }
    }

    public void Dispose()
    {
        _turns.Dispose();
        _opening.Dispose();
    }

    private async Task<(MultipartForm? Form, Problem? Problem)> ReadAsync(
        MultipartReader reader,
        string field,
        IReadOnlySet<FileKind> taken,
        string locale,
        CancellationToken cancellation
    )
    {
        var form = new MultipartForm();
        for (var (texts, files) = (0, 0); await reader.ReadNextSectionAsync(cancellation) is { } part; )
        {
            if (
                part.GetContentDispositionHeader() is not { } header
                || !header.DispositionType.Equals("form-data", StringComparison.OrdinalIgnoreCase)
                || Name(header) is not { Length: > 0 } name
            )
                return (null, Broken("A part has no name."));

            if (FileName(header) is not { } fileName)
            {
                if (++texts > MostTexts)
                    return (null, Broken("The form has too many parts."));
                if (await ReadAsync(part.Body, LargestText, cancellation) is not { } bytes)
                    return (null, Problem.Invalid(name, $"Is longer than {LargestText} bytes."));
                if (!Utf8.IsValid(bytes) || !form.Add(name, Encoding.UTF8.GetString(bytes)))
                    return (null, Problem.Invalid(name, "Should be one text in UTF-8."));
                continue;
            }

            var place = FormattableString.Invariant($"{field}[{files}]");
            if (name != field && name != field + "[]")
                return (null, Problem.Invalid(TextInput.Cut(name, 60), "Is not a field of this request that takes files."));
            if (HoldsPath(fileName))
                return (null, FileProblem.Of(FileRefusal.NameHoldsPath, place, locale));
            if (await ReadAsync(part.Body, UploadLimits.LargestFile, cancellation) is not { } content)
                return (null, FileProblem.Of(FileRefusal.TooLarge, place, locale));

            // What a browser sends for a file field that was left empty.
            if (content.Length == 0 && fileName.Length == 0)
                continue;
            if (++files > UploadLimits.MostFiles)
                return (null, FileProblem.Of(FileRefusal.TooMany, field, locale));
            var (file, refusal) = await CleanAsync(content, taken, cancellation);
            if (file is null)
                return (null, FileProblem.Of(refusal!.Value, place, locale));
            form.Add(file);
        }

        return (form, null);
    }

    private async Task<(CleanFile? File, FileRefusal? Refusal)> CleanAsync(
        byte[] content,
        IReadOnlySet<FileKind> taken,
        CancellationToken cancellation
    )
    {
        await _opening.WaitAsync(cancellation);
        try
        {
            return FileCheck.Clean(content, taken);
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <returns>Null if it is longer.</returns>
    private static async Task<byte[]?> ReadAsync(Stream body, int limit, CancellationToken cancellation)
    {
        using var content = new MemoryStream();
        var buffer = new byte[32 * 1024];
        int read;
        while ((read = await body.ReadAsync(buffer, cancellation)) > 0)
        {
            if (content.Length + read > limit)
                return null;
            await content.WriteAsync(buffer.AsMemory(0, read), cancellation);
        }

        return content.ToArray();
    }

    private static string? Boundary(string? contentType)
    {
        const int longest = 70;
        if (
            !MediaTypeHeaderValue.TryParse(contentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
        )
            return null;
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).ToString();
        return boundary.Length is > 0 and <= longest ? boundary : null;
    }

    private static string? Name(ContentDispositionHeaderValue header) => HeaderUtilities.RemoveQuotes(header.Name).Value;

    /// <summary>Null if the part is no file.</summary>
    private static string? FileName(ContentDispositionHeaderValue header)
    {
        var plain = HeaderUtilities.RemoveQuotes(header.FileName);
        var encoded = HeaderUtilities.RemoveQuotes(header.FileNameStar);
        return plain.HasValue || encoded.HasValue ? $"{plain.Value}{encoded.Value}" : null;
    }

    // The name is not kept and nothing is stored under it; a path in it is an attempt all the same.
    private static bool HoldsPath(string name) =>
        name.AsSpan().ContainsAny('/', '\\', '\0')
        || name is "." or ".."
        || name.Contains("%2f", StringComparison.OrdinalIgnoreCase)
        || name.Contains("%5c", StringComparison.OrdinalIgnoreCase);

    private static Problem Broken(string detail) =>
        new("urn:orders:broken-form", StatusCodes.Status400BadRequest, "The body is not a valid form.", detail);
}
