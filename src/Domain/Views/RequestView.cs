using Orders.Functions.Domain.AfterSales;

namespace Orders.Functions.Domain.Views;

/// <summary>An after-sales request as the storefront and the customer see it.</summary>
public sealed record RequestView
{
    public required string RequestId { get; init; }

    public required CaseStatus Status { get; init; }

    public required DateTimeOffset FiledAt { get; init; }

    /// <summary>When an answer is due; once that was missed, what is promised instead.</summary>
    public required DateTimeOffset AnswerBy { get; init; }

    /// <summary>True once the first date was missed.</summary>
    public required bool Overdue { get; init; }

    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>What the customer wrote; only where one request is asked for.</summary>
    public string? Text { get; init; }

    /// <summary>What the shop wrote; only where one request is asked for.</summary>
    public string? Answer { get; init; }

    public required IReadOnlyList<CaseFileView> Attachments { get; init; }

    /// <param name="path">Where its attachments are given out: <c>/api/orders/{orderId}/requests/{requestId}/attachments</c>.</param>
    public static RequestView Of(CaseState filed, string path, string? text = null, string? answer = null) =>
        new()
        {
            RequestId = filed.CaseId,
            Status = filed.Status,
            FiledAt = filed.FiledAt,
            AnswerBy = filed.AnswerBy,
            Overdue = filed.Escalated,
            AnsweredAt = filed.EndedAt,
            Text = text,
            Answer = answer,
            Attachments = CaseFileView.Of(filed, path),
        };
}
