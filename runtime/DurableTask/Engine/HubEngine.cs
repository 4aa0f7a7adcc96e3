using System.Collections.Concurrent;
using System.Threading.Channels;
using LocalRuntime.DurableTask.Core;
using LocalRuntime.DurableTask.Storage;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace LocalRuntime.DurableTask.Engine;

/// <summary>
/// The instances of one hub that have something to do, their mail, their timers and their activities. It has no threads of its own: whoever drives it (the worker, or a test on
/// virtual time) takes instances, activities and due timers from it and runs them.
/// </summary>
internal sealed class HubEngine
{
    /// <summary>What was on its way to the store when its sender was given up has come by then, or never will.</summary>
    public static readonly TimeSpan LateWrites = TimeSpan.FromMinutes(2);

    // Wake-ups that belong to no execution.
    private const int WakeTimer = 0;
    private const int LookTimer = 1;

    private readonly ConcurrentDictionary<string, Instance> _instances = new(StringComparer.Ordinal);
    private readonly LinkedList<(Instance Instance, long Since)> _idle = new();
    private readonly Lock _idleGate = new();
    private readonly StepRunner _steps;
    private readonly ActivityRunner _activities;

    public HubEngine(IHubStore store, DurableTaskRegistry registry, IServiceProvider services, EngineOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        Store = store;
        Options = options;
        Time = time;
        Logger = loggers.CreateLogger<HubEngine>();
        var replay = new ReplaySettings
        {
            CreateOrchestrator = (name, version) => registry.FindOrchestrator(name, version)?.Invoke(services),
            DataConverter = options.DataConverter,
            LoggerFactory = loggers,
            MaximumTimerInterval = options.MaximumTimerInterval,
            DefaultVersion = options.Versioning?.DefaultVersion,
        };
        _steps = new StepRunner(this, replay);
        _activities = new ActivityRunner(this, registry, services);
        EngineTelemetry.Observe(this);
    }

    public IHubStore Store { get; }

    public EngineOptions Options { get; }

    public TimeProvider Time { get; }

    public ILogger Logger { get; }

    public DateTime Now => Time.GetUtcNow().UtcDateTime;

    /// <summary>Instances with something to do, in order.</summary>
    public Channel<Instance> Ready { get; } = Channel.CreateUnbounded<Instance>();

    /// <summary>Activities to run, in order.</summary>
    public Channel<ActivityWork> Activities { get; } = Channel.CreateUnbounded<ActivityWork>();

    public TimerWheel Timers { get; } = new();

    public StatusWaiters Waiters { get; } = new();

    public HubOwnership Ownership { get; } = new();

    /// <summary>Instances that are in memory.</summary>
    public int InstanceCount => _instances.Count;

    /// <summary>Makes an instance take notice of something; with null, look whether there is something to do.</summary>
    /// <param name="reload">Whether what is remembered of it may be wrong.</param>
    /// <param name="created">The state of an instance that has just been created, to spare it the first load.</param>
    /// <param name="called">Whether it is known to have been called by its parent.</param>
    public void Post(string instanceId, Mail? mail, bool reload = false, InstanceState? created = null, bool called = false)
    {
        while (true)
        {
            var instance = _instances.GetOrAdd(instanceId, static id => new Instance(id));
            if (!instance.TryPost(mail, reload, created, called, out var schedule))
            {
                _instances.TryRemove(KeyValuePair.Create(instanceId, instance));
                continue;
            }

            if (schedule)
                Schedule(instance);
            return;
        }
    }

    /// <summary>Sets a child going of which it is stored that it was called.</summary>
    public void PostCalled(CreatedChild child) => Post(child.InstanceId, null, reload: true, child.State, called: true);

    /// <summary>Whether the instance is in memory and not finished, so that nobody need ask the store whether it exists.</summary>
    public bool IsAlive(string instanceId) =>
        _instances.TryGetValue(instanceId, out var instance) && instance.Memory is { } memory && !memory.Row.Status.IsFinal();

    /// <summary>Stores a message and delivers it.</summary>
    public async Task SendAsync(string instanceId, string dedupeId, HistoryEvent message, CancellationToken cancellation)
    {
        var stored = await WriteAsync(instanceId, Store.AppendInboxAsync(instanceId, dedupeId, message, cancellation));
        Post(instanceId, new Mail(message, Inbox: stored));
    }

    /// <summary>Waits for a write to an instance. Without an answer it may be stored all the same, now or in a while, and nobody would notice it before the next start: the instance is looked at.</summary>
    public async Task<T> WriteAsync<T>(string instanceId, Task<T> write)
    {
        try
        {
            return await write;
        }
        catch
        {
            Post(instanceId, null, reload: true);
            Timers.Set(new TimerKey(instanceId, null, LookTimer), Now + LateWrites);
            throw;
        }
    }

    /// <summary>Wakes an instance at a time.</summary>
    public void WakeAt(string instanceId, DateTime due) => Timers.Set(new TimerKey(instanceId, null, WakeTimer), due);

    /// <summary>Delivers all timers that are due.</summary>
    public void FireDueTimers()
    {
        while (Timers.TryTakeDue(Now, out var key, out var due))
            Post(key.InstanceId, key.ExecutionId is null ? null : new Mail(new TimerFired(Now, key.TimerId, due), key.ExecutionId), reload: key is { ExecutionId: null, TimerId: LookTimer });
    }

    public Task RunStepAsync(Instance instance, CancellationToken cancellation)
    {
        Busy(instance);
        return _steps.RunAsync(instance, cancellation);
    }

    public Task RunActivityAsync(ActivityWork work, CancellationToken cancellation) => _activities.RunAsync(work, cancellation);

    /// <summary>A step is over.</summary>
    public void Rest(Instance instance, bool again, bool later)
    {
        if (instance.Rest(again, later))
        {
            Schedule(instance);
            return;
        }

        if (instance.Memory is null && instance.Dispatched.Count == 0 && instance.Failures == 0)
            Remove(instance);
        else
            Idle(instance);
    }

    /// <summary>Wakes all unfinished instances: their outstanding activities and timers go on.</summary>
    /// <param name="reload">Whether another may have written to them meanwhile.</param>
    public async Task RecoverAsync(CancellationToken cancellation, bool reload = false)
    {
        await foreach (var id in Store.ListUnfinishedAsync(cancellation))
            Post(id, null, reload);
    }

    /// <summary>Forgets everything that is not stored, as a crash would.</summary>
    public void Forget()
    {
        while (Ready.Reader.TryRead(out _) || Activities.Reader.TryRead(out _))
        {
            // Emptied.
        }

        _instances.Clear();
        Timers.Clear();
        lock (_idleGate)
            _idle.Clear();
    }

    /// <summary>Lets go of sessions that have been without work for long.</summary>
    public void EvictIdle() => Evict(keep: Options.MaxLiveSessions, olderThan: Time.GetTimestamp() - (long)(Options.SessionIdleTime.TotalSeconds * Time.TimestampFrequency));

    private void Schedule(Instance instance) => Ready.Writer.TryWrite(instance);

    private void Remove(Instance instance)
    {
        if (instance.TryRemove())
            _instances.TryRemove(KeyValuePair.Create(instance.Id, instance));
    }

    private void Idle(Instance instance)
    {
        lock (_idleGate)
        {
            if (instance.IdleNode is null)
                instance.IdleNode = _idle.AddLast((instance, Time.GetTimestamp()));
        }

        Evict(Options.MaxLiveSessions, long.MinValue);
    }

    private void Busy(Instance instance)
    {
        lock (_idleGate)
        {
            if (instance.IdleNode?.List is not null)
                _idle.Remove(instance.IdleNode);
            instance.IdleNode = null;
        }
    }

    /// <summary>An instance whose activities run stays: it is about to work anyway, and the list of what runs is only here.</summary>
    private void Evict(int keep, long olderThan)
    {
        while (true)
        {
            Instance instance;
            lock (_idleGate)
            {
                if (_idle.First is not { } oldest || (_idle.Count <= keep && oldest.Value.Since > olderThan))
                    return;
                instance = oldest.Value.Instance;
                _idle.Remove(oldest);
                instance.IdleNode = null;
            }

            if (instance.Dispatched.Count == 0 && instance.Failures == 0)
                Remove(instance);
        }
    }
}
