using Microsoft.AspNetCore.Http;
using Orders.Functions.Commands;
using Orders.Functions.Domain.Views;

namespace Orders.Functions.Http;

/// <summary>What came of a command, as an answer.</summary>
internal static class Answer
{
    /// <param name="done">The answer where it is done.</param>
    /// <param name="waiting">The answer where the order has not said anything yet.</param>
    public static IResult Of<T>(Outcome<T> outcome, Func<T, IResult> done, Func<T, IResult> waiting) =>
        outcome switch
        {
            Done<T>(var value) => done(value),
            Waiting<T>(var value) => waiting(value),
            NotDone<T>(var why) => FailureProblem.Of(why),
            _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "Not an outcome."),
        };

    /// <summary>Of a command that waits for nobody.</summary>
    public static IResult Of<T>(Outcome<T> outcome, Func<T, IResult> done) =>
        Of(outcome, done, _ => throw new InvalidOperationException("The command waits for nobody."));

    /// <summary>200 with the order where it is done, 202 where it is not yet.</summary>
    /// <param name="location">Where it can be seen.</param>
    public static IResult WithOrder(Outcome<OrderRecord> outcome, HttpResponse response, string location, DateTimeOffset now) =>
        Of(outcome, record => Json.Ok(record.View(now)), record => Json.Accepted(response, location, record.View(now)));
}
