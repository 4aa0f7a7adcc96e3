using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.Views;

/// <summary>Duties and taxes as they are shown.</summary>
/// <param name="Version">Of the table of rates.</param>
/// <param name="PaidBy">Whose money it is: <c>recipient</c> (on delivery), or <c>customer</c>: part of the order's total, and the shop pays it to customs (DDP).</param>
/// <param name="Amount">Absent: nothing is known of what the country takes.</param>
/// <param name="DeMinimis">Something is not taken because the goods are worth so little.</param>
public sealed record DutiesView(
    string Version,
    DutyTerms Terms,
    string PaidBy,
    Money? Amount,
    bool DeMinimis,
    bool Accepted,
    IReadOnlyList<DutyLine> Lines
)
{
    public static DutiesView Of(DutiesQuote duties) =>
        new(
            duties.Version,
            duties.Terms,
            duties.Terms == DutyTerms.Ddp ? "customer" : "recipient",
            duties.Amount,
            duties.Lines.Any(line => line.DutyFree || line.TaxFree),
            duties.Accepted,
            duties.Lines
        );
}
