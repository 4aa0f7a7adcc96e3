using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Domain.Views;

/// <summary>A claim as the storefront and the customer see it.</summary>
public sealed record ClaimView
{
    public required string ClaimId { get; init; }

    public required ClaimKind Kind { get; init; }

    public required CaseStatus Status { get; init; }

    public required IReadOnlyList<ParcelLine> Lines { get; init; }

    public required DateTimeOffset FiledAt { get; init; }

    /// <summary>When an answer is due; once that was missed, what is promised instead.</summary>
    public required DateTimeOffset AnswerBy { get; init; }

    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>Once it is decided.</summary>
    public ClaimOutcome? Outcome { get; init; }

    /// <summary>What is refunded, <see cref="Goodwill"/> included: never more than was still with the shop.</summary>
    public Money? Refund { get; init; }

    /// <summary>The part of it that the shop gives beyond what the goods cost; absent for none.</summary>
    public Money? Goodwill { get; init; }

    /// <summary>What the customer wrote; only where one claim is asked for.</summary>
    public string? Description { get; init; }

    /// <summary>What the shop wrote; only where one claim is asked for.</summary>
    public string? Answer { get; init; }

    public required IReadOnlyList<CaseFileView> Photos { get; init; }

    /// <param name="state">Of its order, which knows what was paid.</param>
    /// <param name="path">Where its photos are given out: <c>/api/orders/{orderId}/claims/{claimId}/photos</c>.</param>
    public static ClaimView Of(CaseState claim, OrderState state, string path, string? description = null, string? answer = null) =>
        new()
        {
            ClaimId = claim.CaseId,
            Kind = claim.Claim!.Kind,
            Status = claim.Status,
            Lines = claim.Lines,
            FiledAt = claim.FiledAt,
            AnswerBy = claim.AnswerBy,
            AnsweredAt = claim.EndedAt,
            Outcome = claim.Claim.Verdict?.Outcome,
            Refund = CaseRefunds.Of(state, claim.CaseId)?.Amount,
            Goodwill = CaseRefunds.Of(state, claim.CaseId)?.Goodwill,
            Description = description,
            Answer = answer,
            Photos = CaseFileView.Of(claim, path),
        };
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
