using Companies;
using Lives.Machine;
using Orders.Functions.Domain.Views;
using Orders.Functions.Http.Storefront;

namespace Lives.People;

/// <summary>How somebody asks the shop: again after trouble, as any client does, until there is an answer.</summary>
internal static class Asking
{
    private const int MostTries = 100;
    private const int TriesAtOnce = 10;

    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(20);

    // A step of an order may hang for weeks (aimed faults): who gets no answer comes back later in the day.
    private static readonly TimeSpan _longestPause = TimeSpan.FromHours(6);

    /// <param name="what">A verb, for the journal and for the list of answers.</param>
    /// <param name="id">Of what it is about, if it has one.</param>
    /// <returns>The answer, which may be a refusal.</returns>
    public static async Task<Answer> AskAsync(
        Life life,
        PlacedOrder? order,
        string what,
        Func<AppProcess, Task<Answer>> request,
        string? id = null
    )
    {
        Exception? error = null;
        for (var tries = 0; tries < MostTries; tries++)
        {
            var before = order?.Status;
            var answer = await life.World.AskAsync(request);
            error = answer?.Error ?? error;
            var reason = answer?.Text("reason");
            life.Answered(new Given(life.World.Clock.Now, order?.Index, what, answer?.Status, reason, id ?? CreatedBy(answer)), before);
            life.Note(
                FormattableString.Invariant($"order {order?.Index}: {what} {id}: {answer?.Status} {reason} {answer?.Error?.Message}")
            );
            if (answer is { IsTrouble: false })
                return answer;
            await life.World.Clock.SleepAsync(Pause(tries));
        }

        throw new SimulationException($"{what} of order {order?.Index} was not answered in {MostTries} tries: {error}");
    }

    private static TimeSpan Pause(int tries) =>
        tries < TriesAtOnce
            ? _pause
            : TimeSpan.FromTicks(Math.Min(_longestPause.Ticks, _pause.Ticks << Math.Min(tries - TriesAtOnce + 1, 20)));

    private static string? CreatedBy(Answer? answer) =>
        answer is { IsSuccess: true }
            ? answer.Text("claimId") ?? answer.Text("rma") ?? answer.Text("requestId") ?? answer.Text("changeId")
            : null;

    /// <summary>The order as its customer sees it now.</summary>
    public static async Task<OrderView> LookAsync(Life life, PlacedOrder order)
    {
        var answer = await AskAsync(
            life,
            order,
            "look",
            app =>
                HttpCall
                    .To(app)
                    .SendAsync(request => app.Get<GetOrder>().RunAsync(request, order.OrderId, app.Client, CancellationToken.None))
        );
        if (answer.Status != 200)
            throw new SimulationException($"Order {order.Index}, which was accepted, cannot be seen: {answer.Status}.");
        var view = answer.Read<OrderView>();
        order.LastChange = view.Offer?.ChangeId ?? order.LastChange;
        return view;
    }
}
