using Microsoft.AspNetCore.Http;
using Orders.Functions.Documents;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Http;

/// <summary>The answer to a file that is not taken: 413 for size and number, 415 for the kind, 422 for what is inside.</summary>
internal static class FileProblem
{
    /// <param name="place">The field, for example <c>photos[2]</c>.</param>
    public static Problem Of(FileRefusal refusal, string place, string locale)
    {
        var reason = $"file_{OrderJson.Name(refusal)}";
        var errors = new FieldErrors();
        errors.Add(place, ReasonTexts.For(reason, "en"));
        return new Problem(
            "urn:orders:file-refused",
            Status(refusal),
            "A file is not taken.",
            ReasonTexts.For(reason, locale),
            reason,
            errors.ToDictionary()
        );
    }

    private static int Status(FileRefusal refusal) =>
        refusal switch
        {
            FileRefusal.TooLarge or FileRefusal.TooMany => StatusCodes.Status413PayloadTooLarge,
            FileRefusal.UnsupportedType => StatusCodes.Status415UnsupportedMediaType,
            _ => StatusCodes.Status422UnprocessableEntity,
        };
}
