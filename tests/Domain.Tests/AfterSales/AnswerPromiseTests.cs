using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Promises;
using Orders.Functions.Domain.Shipping;

namespace Domain.Tests.AfterSales;

public sealed class AnswerPromiseTests
{
    // Tuesday 29 September 2026, noon in the warehouse: three business days reach over 国庆.
    private static readonly DateTimeOffset _filed = new(2026, 9, 29, 4, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Promise_of_an_answer_says_which_days_it_skips()
    {
        var due = Deadlines.After(new Window(null, 3), _filed);

        var promise = AnswerPromise.Explain(Promise(due), _filed);

        Assert.Equal(new DateTimeOffset(2026, 10, 9, 4, 0, 0, TimeSpan.Zero), promise.By);
        Assert.Equal(Enumerable.Range(1, 7).Select(day => new DateOnly(2026, 10, day)), promise.Why.Select(reason => reason.Day!.Value));
        Assert.Equal("CN-2026-11-29", promise.CalendarVersion);
    }

    [Fact]
    public void Window_that_is_a_length_of_time_skips_nothing() =>
        Assert.Empty(AnswerPromise.Explain(Promise(_filed.AddHours(100)), _filed).Why);

    private static PromiseState Promise(DateTimeOffset by) =>
        new()
        {
            Kind = PromiseKind.Answer,
            Reference = "claim:1",
            By = by,
        };
}
