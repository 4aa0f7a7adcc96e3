using Orders.Functions.Domain.Promises;

namespace Orders.Functions.Domain.AfterSales;

/// <summary>Why a promised answer is due when it is.</summary>
public static class AnswerPromise
{
    /// <summary>
    /// The promise with the calendar's version and the days that were skipped: an orchestration knows neither, since the calendar's data
    /// may change between two replays. Another promise stays as it is.
    /// </summary>
    /// <param name="filedAt">When the claim or request was filed.</param>
    public static PromiseState Explain(PromiseState promise, DateTimeOffset filedAt) =>
        promise.Kind != PromiseKind.Answer || promise.CalendarVersion is not null
            ? promise
            : promise with
            {
                CalendarVersion = BusinessCalendars.BuiltIn.Warehouse.Version,
                Why = Deadlines.Why(filedAt, promise.By, BusinessCalendars.BuiltIn.Warehouse),
            };
}
