using System.Net;
using Orders.Functions.Domain.AfterSales;

namespace Lives.Oracle;

/// <summary>
/// What the shop answered with yes has come to be, and is settled in the end: a claim, return or question that was created, a change that
/// was offered. (Commands: <see cref="EveryCommandCounts"/>.)
/// </summary>
internal sealed class EveryYesHolds : Invariant
{
    public override void AtEnd(Ending ending)
    {
        var files = ending.Orders.ToDictionary(order => order.Id, StringComparer.Ordinal);
        foreach (var yes in Life.Answers.Where(answer => answer is { IsSuccess: true, Order: not null }))
        {
            if (!files.TryGetValue(Life.Orders[yes.Order!.Value].OrderId, out var order))
                continue;
            switch (yes.What)
            {
                case "claim" or "return" or "question" when yes.Id is null:
                    // The page does not say which: there are as many as it took.
                    var taken = Life.Answers.Count(other => other.IsSuccess && other.Order == yes.Order && other.What == yes.What);
                    var settled = order.Record.Cases.Count(filed => filed.Kind == KindOf(yes.What) && !filed.IsOpen);
                    Expect(
                        settled >= taken,
                        order.Id,
                        $"{taken} times a {yes.What} was taken, once on its page at {yes.At:u}, and {settled} are settled"
                    );
                    break;
                case "claim" or "return" or "question":
                    Expect(
                        order.Record.Cases.Any(filed => filed.CaseId == yes.Id && !filed.IsOpen),
                        order.Id,
                        $"the {yes.What} {yes.Id} was created at {yes.At:u}, and is not there as a settled one"
                    );
                    break;
                case "change" or "address" or "give-up" when yes.Status == (int)HttpStatusCode.Created:
                    Expect(
                        order.State.Changes.ContainsKey(yes.Id!),
                        order.Id,
                        $"the change {yes.Id} was offered at {yes.At:u}, and nothing is known of it"
                    );
                    break;
                default:
                    break;
            }
        }
    }

    private static CaseKind KindOf(string what) =>
        what switch
        {
            "claim" => CaseKind.Claim,
            "return" => CaseKind.Return,
            _ => CaseKind.Request,
        };
}
