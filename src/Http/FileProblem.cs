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
        Reason reason = CodeOf(refusal);
        var errors = new FieldErrors();
        errors.Add(place, ReasonTexts.For(reason, "en"));
        return new Problem(
            "urn:orders:file-refused",
            Status(refusal),
            "A file is not taken.",
            ReasonTexts.For(reason, locale),
            $"{reason}",
            errors.ToDictionary()
        );
    }

    private static ReasonCode CodeOf(FileRefusal refusal) =>
        refusal switch
        {
            FileRefusal.ActiveContent => ReasonCode.FileActiveContent,
            FileRefusal.Animated => ReasonCode.FileAnimated,
            FileRefusal.Broken => ReasonCode.FileBroken,
            FileRefusal.NameHoldsPath => ReasonCode.FileNameHoldsPath,
            FileRefusal.TooLarge => ReasonCode.FileTooLarge,
            FileRefusal.TooMany => ReasonCode.FileTooMany,
            FileRefusal.TooManyPixels => ReasonCode.FileTooManyPixels,
            FileRefusal.TooSlow => ReasonCode.FileTooSlow,
            FileRefusal.TrailingData => ReasonCode.FileTrailingData,
            FileRefusal.UnsupportedType => ReasonCode.FileUnsupportedType,
            _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal, "Not a reason against a file."),
        };

    private static int Status(FileRefusal refusal) =>
        refusal switch
        {
            FileRefusal.TooLarge or FileRefusal.TooMany => StatusCodes.Status413PayloadTooLarge,
            FileRefusal.UnsupportedType => StatusCodes.Status415UnsupportedMediaType,
            _ => StatusCodes.Status422UnprocessableEntity,
        };
}
