using Durable.Testing.Functions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Durable.Testing.Hub;

/// <summary>
/// One run of the app on a hub, from its start to its death: what the official engine and the Functions worker do between them. Nothing
/// happens by itself: whoever drives it begins one piece of work at a time, on one thread, and each goes on at once until the gate keeps it
/// waiting.
/// </summary>
public sealed class HubProcess
{
    private static readonly TimeSpan _longestBackOff = TimeSpan.FromMinutes(10);

    private readonly HashSet<string> _episodes = new(StringComparer.Ordinal);
    private readonly List<HubMessage> _hand = [];
    private readonly Dictionary<string, Session> _sessions = new(StringComparer.Ordinal);

    /// <param name="functions">What the app consists of.</param>
    /// <param name="services">Where its functions get their collaborators.</param>
    /// <param name="time">The clock of the hub.</param>
    public HubProcess(
        StoredHub hub,
        HubFunctions functions,
        IServiceProvider services,
        TimeProvider time,
        HubProcessOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(hub);
        ArgumentNullException.ThrowIfNull(functions);
        ArgumentNullException.ThrowIfNull(services);
        (Hub, Functions, Services, Time, Options) = (hub, functions, services, time, options ?? new HubProcessOptions());
        Replay = new ReplayWorker(functions, services, Options);
        Client = new HubClient(this);
    }

    /// <summary>Starts orchestrations of the hub and talks to them, as the client does that the Functions worker hands out.</summary>
    public DurableTaskClient Client { get; }

    /// <summary>False once it has died.</summary>
    public bool IsAlive { get; private set; } = true;

    /// <summary>How many episodes and activities could begin now.</summary>
    public int Work => IsAlive ? Ready().Count : 0;

    /// <summary>When the hub has something due that is not due yet; null if there is nothing.</summary>
    public DateTimeOffset? Next
    {
        get
        {
            var now = Now;
            DateTimeOffset? next = null;
            foreach (var message in Hub.Messages)
            {
                if (message.Holder is null && message.VisibleAt > now && (next is null || message.VisibleAt < next))
                    next = message.VisibleAt;
            }

            return next;
        }
    }

    internal StoredHub Hub { get; }

    internal HubFunctions Functions { get; }

    internal IServiceProvider Services { get; }

    internal TimeProvider Time { get; }

    internal HubProcessOptions Options { get; }

    internal ReplayWorker Replay { get; }

    internal DateTimeOffset Now => Time.GetUtcNow();

    /// <summary>Begins one episode or one activity; several may be under way at once.</summary>
    /// <param name="which">
    /// From 0 to <see cref="Work"/>: first the episodes, in the order in which their orchestrations were told something, then the
    /// activities.
    /// </param>
    /// <returns>A task that ends with the work; never if the process dies over it.</returns>
    public Task BeginWork(int which)
    {
        var first = Ready()[which];
        return first.IsActivity ? RunActivityAsync(first) : RunEpisodeAsync(first.InstanceId);
    }

    /// <summary>
    /// It dies: no more work begins, and what it had in hand becomes visible to others after the visibility time-out. Its gate must let
    /// nothing of it go on.
    /// </summary>
    /// <param name="visibleAfter">In place of the time-out.</param>
    public void Die(TimeSpan? visibleAfter = null)
    {
        IsAlive = false;
        LoseHands(visibleAfter);
    }

    /// <summary>
    /// It stands still for so long that what it has in hand becomes visible to others after the visibility time-out. What is under way may
    /// still go on: its history is refused if another wrote it meanwhile; its activities' results are told.
    /// </summary>
    /// <param name="visibleAfter">In place of the time-out.</param>
    public void LoseHands(TimeSpan? visibleAfter = null)
    {
        foreach (var message in _hand)
            message.Release(Now + (visibleAfter ?? Options.VisibilityTimeout));
        _hand.Clear();
    }

    /// <summary>Waits for something about an orchestration; set by whoever can run the hub meanwhile.</summary>
    internal Func<string, Func<bool>, Task>? Waiting { get; set; }

    internal Task WaitAsync(string instanceId, Func<bool> condition) =>
        Waiting?.Invoke(instanceId, condition)
        ?? throw new NotSupportedException($"Nobody runs the hub while somebody waits for '{instanceId}'.");

    /// <summary>
    /// Takes an orchestration out of memory, to go on with it; null if it has to be replayed from its history. It is back in memory only
    /// when what it decides is stored.
    /// </summary>
    internal Session? TakeSession(StoredInstance? stored) =>
        stored is not null && _sessions.Remove(stored.InstanceId, out var session) && session.IsOf(stored, Options.ReplayedAtGrowth)
            ? session
            : null;

    /// <summary>Keeps an orchestration in memory whose episode was stored.</summary>
    internal void KeepSession(Session session, StoredInstance stored)
    {
        if (Options.ReplayedAtGrowth <= 1)
            return;
        session.Keep(stored);
        _sessions[stored.InstanceId] = session;
    }

    /// <summary>Makes one call to the hub's storage, through the gate.</summary>
    /// <exception cref="HubUnavailableException">The gate says that the storage did not answer.</exception>
    internal async Task CallAsync(HubCall call, Action<HubFate>? work = null)
    {
        await BeforeAsync(call);
        work?.Invoke(Options.Gate.FateOf(call));
        await AfterAsync(call);
    }

    internal Task BeforeAsync(HubCall call) => GateAsync(call, static (gate, call) => gate.BeforeAsync(call));

    internal Task AfterAsync(HubCall call) => GateAsync(call, static (gate, call) => gate.AfterAsync(call));

    internal void Send(Outgoing message, HubFate fate)
    {
        Hub.Send(message);
        if (fate == HubFate.Twice)
            Hub.Send(message);
    }

    /// <summary>Deletes what was dealt with.</summary>
    internal void Delete(HubMessage message)
    {
        Hub.Delete(message, this);
        _hand.Remove(message);
    }

    /// <summary>Gives back what could not be dealt with now: it is tried again later and later, as the official engine does.</summary>
    internal void GiveBack(HubMessage message)
    {
        if (!_hand.Remove(message))
            return;
        var wait = TimeSpan.FromSeconds(Math.Pow(2, Math.Min(message.DequeueCount, 30)));
        message.Release(Now + (wait < _longestBackOff ? wait : _longestBackOff));
    }

    /// <summary>Hides what is left of an activity that ran without anybody hearing of it.</summary>
    internal void Forget(HubMessage message)
    {
        if (_hand.Remove(message))
            message.Release(Now + Options.VisibilityTimeout);
    }

    private async Task GateAsync(HubCall call, Func<IHubGate, HubCall, Task> pass)
    {
        try
        {
            await pass(Options.Gate, call);
        }
        catch (Exception e) when (e is not HubUnavailableException)
        {
            throw new HubUnavailableException(call, e);
        }
    }

    private async Task RunEpisodeAsync(string instanceId)
    {
        _episodes.Add(instanceId);
        var waiting = Hub
            .Messages.Where(message => !message.IsActivity && message.InstanceId == instanceId && message.IsVisible(Now))
            .ToList();
        var taken = Options.MessagesPerEpisode?.Invoke(waiting.Count) is { } most ? waiting.Take(Math.Max(1, most)) : waiting;
        List<HubMessage> batch = [.. taken];
        batch.ForEach(Take);
        try
        {
            await new Episode(this, instanceId, batch).RunAsync();
        }
        catch (Exception e) when (e is HubUnavailableException or HubConflictException)
        {
            batch.ForEach(GiveBack);
        }

        _episodes.Remove(instanceId);
    }

    private async Task RunActivityAsync(HubMessage message)
    {
        Take(message);
        try
        {
            await new ActivityEpisode(this, message).RunAsync();
        }
        catch (HubUnavailableException)
        {
            GiveBack(message);
        }
    }

    private void Take(HubMessage message)
    {
        message.Take(this);
        _hand.Add(message);
    }

    /// <summary>Of each orchestration that can go on its first message, then the activities.</summary>
    private List<HubMessage> Ready()
    {
        var now = Now;
        List<HubMessage> ready = [];
        List<HubMessage>? activities = null;
        HashSet<string>? seen = null;
        foreach (var message in Hub.Messages)
        {
            if (!message.IsVisible(now))
                continue;
            if (message.IsActivity)
                (activities ??= []).Add(message);
            else if (
                !_episodes.Contains(message.InstanceId) && (seen ??= new HashSet<string>(StringComparer.Ordinal)).Add(message.InstanceId)
            )
                ready.Add(message);
        }

        if (activities is not null)
            ready.AddRange(activities);
        return ready;
    }
}
