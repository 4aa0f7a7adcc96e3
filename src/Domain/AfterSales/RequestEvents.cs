namespace Orders.Functions.Domain.AfterSales;

/// <summary>A question or a fault, with its text stored.</summary>
/// <param name="LateBy">What is promised instead once <paramref name="AnswerBy"/> was missed.</param>
public sealed record ServiceRequest(
    string EventId,
    string RequestId,
    DateTimeOffset FiledAt,
    DateTimeOffset RemindAt,
    DateTimeOffset AnswerBy,
    DateTimeOffset LateBy
)
{
    /// <summary>The event of a stored request; as often as it is raised, its effect is that of once.</summary>
    public static ServiceRequest Of(CaseState filed) =>
        new(
            $"request:{filed.CaseId}",
            filed.CaseId,
            filed.FiledAt,
            filed.RemindAt ?? filed.DueBy,
            filed.DueBy,
            filed.LateBy ?? filed.DueBy
        );
}

/// <summary>A person answered.</summary>
/// <param name="SealedAnswer">For the customer, sealed with the customer's key.</param>
public sealed record ServiceReply(string EventId, string SealedAnswer, string By);
