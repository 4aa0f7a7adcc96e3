using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.Views;

/// <summary>A claim as the storefront and the customer see it.</summary>
/// <param name="AnswerBy">When an answer is due; once that was missed, what is promised instead.</param>
/// <param name="Outcome">Once it is decided.</param>
/// <param name="Refund">What is refunded.</param>
/// <param name="Description">What the customer wrote; only where one claim is asked for.</param>
/// <param name="Answer">What the shop wrote; only where one claim is asked for.</param>
public sealed record ClaimView(
    string ClaimId,
    ClaimKind Kind,
    CaseStatus Status,
    IReadOnlyList<ParcelLine> Lines,
    DateTimeOffset FiledAt,
    DateTimeOffset AnswerBy,
    DateTimeOffset? AnsweredAt,
    ClaimOutcome? Outcome,
    Money? Refund,
    string? Description,
    string? Answer,
    IReadOnlyList<CaseFileView> Photos
)
{
    /// <param name="path">Where its photos are given out: <c>/api/orders/{orderId}/claims/{claimId}/photos</c>.</param>
    public static ClaimView Of(CaseState claim, string path, string? description = null, string? answer = null) =>
        new(
            claim.CaseId,
            claim.Claim!.Kind,
            claim.Status,
            claim.Lines,
            claim.FiledAt,
            claim.AnswerBy,
            claim.EndedAt,
            claim.Claim.Verdict?.Outcome,
            claim.Claim.Verdict?.Refund,
            description,
            answer,
            CaseFileView.Of(claim, path)
        );
}

/// <summary>A file of a case as it can be fetched.</summary>
/// <param name="Number">1 for the first.</param>
/// <param name="Length">Bytes.</param>
public sealed record CaseFileView(int Number, FileKind Kind, int Length, string Sha256, int? Width, int? Height, string Url)
{
    /// <param name="path">Where the case's files are given out.</param>
    public static IReadOnlyList<CaseFileView> Of(CaseState filed, string path) =>
        [
            .. filed.Files.Select(
                (file, i) =>
                    new CaseFileView(
                        i + 1,
                        file.Kind,
                        file.Length,
                        file.Sha256,
                        file.Width,
                        file.Height,
                        FormattableString.Invariant($"{path}/{i + 1}")
                    )
            ),
        ];
}
