using Orders.Functions.Domain.AfterSales;

namespace Orders.Functions.Domain.Views;

/// <summary>An after-sales request as the storefront and the customer see it.</summary>
/// <param name="AnswerBy">When an answer is due; once that was missed, what is promised instead.</param>
/// <param name="Overdue">True once the first date was missed.</param>
/// <param name="Text">What the customer wrote; only where one request is asked for.</param>
/// <param name="Answer">What the shop wrote; only where one request is asked for.</param>
public sealed record RequestView(
    string RequestId,
    CaseStatus Status,
    DateTimeOffset FiledAt,
    DateTimeOffset AnswerBy,
    bool Overdue,
    DateTimeOffset? AnsweredAt,
    string? Text,
    string? Answer,
    IReadOnlyList<CaseFileView> Attachments
)
{
    /// <param name="path">Where its attachments are given out: <c>/api/orders/{orderId}/requests/{requestId}/attachments</c>.</param>
    public static RequestView Of(CaseState filed, string path, string? text = null, string? answer = null) =>
        new(
            filed.CaseId,
            filed.Status,
            filed.FiledAt,
            filed.AnswerBy,
            filed.Escalated,
            filed.EndedAt,
            text,
            answer,
            CaseFileView.Of(filed, path)
        );
}
