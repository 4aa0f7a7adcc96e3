using Companies;
using Lives.Storage;
using Orders.Functions.Commands;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Storage.Messaging;
using Orders.Functions.Storage.Orders;

namespace Lives.Machine;

/// <summary>
/// The host's side of the queues: takes messages, has their functions run, and returns what failed. A message that a process
/// worked on when it died stays hidden until its time is over. Takes up, too, what lies in a process's own trays of mails and of events:
/// that is lost when it fails, and with the process.
/// </summary>
/// <param name="run">Handles a message.</param>
internal sealed class TriggeredQueues(QueueData queues, QueueRules rules, WorldClock clock, Func<AppProcess, QueuedMessage, Task> run)
{
    private readonly List<(AppProcess App, QueuedMessage Message)> _inHand = [];
    private readonly List<string> _visible = [];

    /// <summary>Hears of each message that a function is given.</summary>
    public Action<QueuedMessage>? Taken { get; set; }

    /// <summary>Hears of each message that a process was working on when it died, or stood still.</summary>
    public Action<QueuedMessage>? Lost { get; set; }

    /// <summary>When a message can be taken next; null if there is none.</summary>
    public DateTimeOffset? Next => queues.Names.Min(queues.NextVisible);

    /// <summary>How many queues, and trays, have a message to take now.</summary>
    public int Look(AppProcess app)
    {
        _visible.Clear();
        foreach (var queue in queues.Names)
        {
            if (queues.NextVisible(queue) <= clock.Now)
                _visible.Add(queue);
        }

        return _visible.Count + (app.Get<Tray<MailMessage>>().IsEmpty ? 0 : 1) + (app.Get<Tray<OutsideEvent>>().IsEmpty ? 0 : 1);
    }

    /// <summary>Takes a message and has its function run.</summary>
    /// <param name="which">Of those that <see cref="Look"/> has seen.</param>
    public async Task HandleAsync(AppProcess app, int which)
    {
        if (which >= _visible.Count)
        {
            if (which == _visible.Count && InTray(app) is { } mail)
                await TakeUpAsync(app, mail);
            else if (app.Get<Tray<OutsideEvent>>().TryTake(out var posted))
                await TellAsync(app, posted);
            return;
        }

        if (!queues.TryTake(_visible[which], clock.Now, QueueRules.InHand, out var message))
            return;
        _inHand.Add((app, message));
        Taken?.Invoke(message);
        try
        {
            await run(app, message);
            queues.Delete(message);
        }
        catch (Exception e) when (e is not SimulationException)
        {
            if (message.DequeueCount >= rules.MostDequeues)
                queues.Poison(message);
            else
                queues.Release(message, clock.Now + rules.PauseAfterFailure);
        }

        _inHand.Remove((app, message));
    }

    /// <summary>A process will not finish the messages that it works on, or not in time.</summary>
    public void Drop(AppProcess app)
    {
        foreach (var (_, message) in _inHand.Where(held => held.App == app))
            Lost?.Invoke(message);
        _inHand.RemoveAll(held => held.App == app);
        while (InTray(app) is { } message)
            Lost?.Invoke(message);
        while (app.Get<Tray<OutsideEvent>>().TryTake(out _)) { }
    }

    private static async Task TellAsync(AppProcess app, OutsideEvent posted)
    {
        try
        {
            await app.Get<OutsideEvents>().TellAsync(posted, CancellationToken.None);
        }
        catch (Exception e) when (e is not SimulationException)
        {
            // The sweep makes up for it.
        }
    }

    private async Task TakeUpAsync(AppProcess app, QueuedMessage message)
    {
        _inHand.Add((app, message));
        Taken?.Invoke(message);
        try
        {
            await run(app, message);
        }
        catch (Exception e) when (e is not SimulationException)
        {
            // The sweep makes up for it.
        }

        _inHand.Remove((app, message));
    }

    private QueuedMessage? InTray(AppProcess app) =>
        app.Get<Tray<MailMessage>>().TryTake(out var mail)
            ? new(
                MailOutbox.Queue,
                new StoredMessage(0, BinaryData.FromObjectAsJson(mail, OrderJson.Options), expiresAt: null),
                DequeueCount: 1,
                Receipt: 0,
                clock.Now
            )
            : null;
}
