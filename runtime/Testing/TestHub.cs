using System.Globalization;
using System.Reflection;
using LocalRuntime.DurableTask.Engine;
using LocalRuntime.DurableTask.Storage;
using LocalRuntime.Functions.Durable;
using LocalRuntime.Functions.Invocation;
using LocalRuntime.Testing.Replay;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LocalRuntime.Testing;

/// <summary>
/// A task hub in memory, on virtual time: a month passes in milliseconds. The engine is the real one, driven by the test on one thread, one step or activity at a time, in a
/// repeatable order. Every step replays its orchestration from the stored history, so that code which is not deterministic fails.
/// </summary>
public sealed class TestHub : IAsyncDisposable
{
    private readonly TestHubOptions _options;
    private readonly InMemoryHubStore _memory = new();
    private DurableTaskRegistry _registry = new();
    private readonly ServiceProvider? _ownServices;
    private readonly IServiceProvider _services;
    private readonly VirtualTime _time;
    private readonly Random? _random;
    private TestHubClient _client;
    private HubEngine _engine;

    /// <param name="tasks">Adds the orchestrators and activities.</param>
    /// <param name="services">Where activities get their collaborators.</param>
    public TestHub(Action<DurableTaskRegistry> tasks, IServiceProvider? services = null, TestHubOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        _options = options ?? new TestHubOptions();
        _services = services ?? (_ownServices = new ServiceCollection().BuildServiceProvider());
        _time = _services.GetService<VirtualTime>() ?? new VirtualTime(_options.Start);
        _random = _options.Seed is { } seed ? new Random(seed) : null;
        tasks(_registry);
        _engine = NewEngine();
        _client = NewClient();
    }

    /// <summary>Starts orchestrations and talks to them. A wait runs what can run now, and fails if that does not bring what it waits for.</summary>
    public DurableTaskClient Client => _client;

    /// <summary>The hub's clock; it moves only by <see cref="AdvanceAsync"/> and its kin.</summary>
    public TimeProvider Time => _time;

    /// <summary>Now, by the hub's clock.</summary>
    public DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>How many steps and activities have run.</summary>
    public int WorkCount { get; private set; }

    internal HubEngine Engine => _engine;

    internal InMemoryHubStore Memory => _memory;

    /// <summary>A hub with all orchestrator and activity functions of an assembly: what the function app runs.</summary>
    /// <param name="services">
    /// Where activities get their collaborators. Put <see cref="VirtualTime"/> there (as itself and as <see cref="TimeProvider"/>), and the services live on the hub's clock.
    /// </param>
    public static TestHub ForAssembly(Assembly functions, IServiceProvider services, TestHubOptions? options = null) =>
        ForCatalog(FunctionCatalog.Discover(functions), services, options);

    /// <summary>A hub with the orchestrator and activity functions of some classes.</summary>
    /// <param name="services">As for <see cref="ForAssembly"/>.</param>
    public static TestHub ForFunctions(IReadOnlyCollection<Type> classes, IServiceProvider services, TestHubOptions? options = null) =>
        ForCatalog(FunctionCatalog.Discover(typeof(TestHub).Assembly, classes), services, options);

    private static TestHub ForCatalog(FunctionCatalog catalog, IServiceProvider services, TestHubOptions? options) =>
        new(registry => DurableFunctionBinder.Register(registry, catalog, new FunctionInvoker([]), services), services, options);

    /// <summary>Runs all that can run now. The clock stands still.</summary>
    /// <exception cref="InvalidOperationException">It does not come to rest.</exception>
    public async Task RunUntilIdleAsync()
    {
        var begun = WorkCount;
        while (await RunOneAsync())
        {
            if (WorkCount - begun > _options.MaxWorkWithoutTime)
                throw new InvalidOperationException($"The hub does not come to rest: {_options.MaxWorkWithoutTime} steps and activities ran, and no time has passed.");
        }
    }

    /// <summary>Lets time pass: all that becomes due runs in order, each at its own time.</summary>
    public Task AdvanceAsync(TimeSpan time) => AdvanceToAsync(Now + time);

    /// <summary>Lets time pass until a moment.</summary>
    public async Task AdvanceToAsync(DateTimeOffset moment)
    {
        await RunUntilIdleAsync();
        while (_engine.Timers.Next is { } due && due <= moment.UtcDateTime)
        {
            _time.MoveTo(due);
            _engine.FireDueTimers();
            await RunUntilIdleAsync();
        }

        _time.MoveTo(moment.UtcDateTime);
    }

    /// <summary>Lets time pass until a condition holds; it is looked at whenever the hub has come to rest.</summary>
    /// <param name="limit">How much time may pass at most.</param>
    /// <exception cref="TimeoutException">The time is over, or nothing will ever happen again, and the condition does not hold.</exception>
    public async Task AdvanceUntilAsync(Func<Task<bool>> condition, TimeSpan limit)
    {
        ArgumentNullException.ThrowIfNull(condition);
        var end = (Now + limit).UtcDateTime;
        await RunUntilIdleAsync();
        while (!await condition())
        {
            if (_engine.Timers.Next is not { } due)
                throw new TimeoutException($"Nothing will happen any more, and the condition does not hold at {Now:u}.");
            if (due > end)
                throw new TimeoutException(string.Create(CultureInfo.InvariantCulture, $"The condition does not hold after {limit}."));
            _time.MoveTo(due);
            _engine.FireDueTimers();
            await RunUntilIdleAsync();
        }
    }

    /// <inheritdoc cref="AdvanceUntilAsync(Func{Task{bool}}, TimeSpan)"/>
    public Task AdvanceUntilAsync(Func<bool> condition, TimeSpan limit) => AdvanceUntilAsync(() => Task.FromResult(condition()), limit);

    /// <summary>Lets time pass until an orchestration has ended.</summary>
    /// <param name="limit">How much time may pass at most; a year if null.</param>
    public async Task<OrchestrationMetadata> CompleteAsync(string instanceId, TimeSpan? limit = null)
    {
        await AdvanceUntilAsync(
            async () => await Client.GetInstanceAsync(instanceId) is { } instance ? instance.IsCompleted : throw new InvalidOperationException($"There is no instance '{instanceId}'."),
            limit ?? TimeSpan.FromDays(366));
        return (await Client.GetInstanceAsync(instanceId, getInputsAndOutputs: true))!;
    }

    /// <summary>Loses all that is not stored, as a killed process does, and recovers from the store.</summary>
    public async Task CrashAsync()
    {
        _engine = NewEngine();
        await _engine.RecoverAsync(CancellationToken.None);
    }

    /// <summary>Stops the app and starts another build of it on the same hub: other orchestrator and activity functions, another version.</summary>
    public async Task DeployAsync(IReadOnlyCollection<Type> classes, DurableTaskWorkerOptions.VersioningOptions? versioning)
    {
        _registry = new DurableTaskRegistry();
        DurableFunctionBinder.Register(_registry, FunctionCatalog.Discover(typeof(TestHub).Assembly, classes), new FunctionInvoker([]), _services);
        _options.Versioning = versioning;
        _client = NewClient();
        await CrashAsync();
    }

    /// <summary>The histories of all instances, in order of their ids.</summary>
    public async Task<IReadOnlyList<RecordedHistory>> HistoriesAsync()
    {
        var histories = new List<RecordedHistory>();
        string? continuation = null;
        do
        {
            var page = await _memory.QueryAsync(new InstanceFilter(Continuation: continuation), CancellationToken.None);
            foreach (var row in page.Rows)
            {
                if (await _memory.LoadAsync(row.InstanceId, CancellationToken.None) is { History.Count: > 0 } state)
                    histories.Add(new RecordedHistory(state.Row.InstanceId, state.Row.Name, state.Row.Version, state.History));
            }

            continuation = page.Continuation;
        }
        while (continuation is not null);
        return histories;
    }

    public async ValueTask DisposeAsync()
    {
        if (_ownServices is not null)
            await _ownServices.DisposeAsync();
    }

    private TestHubClient NewClient() => new(this, new DurableTaskClientOptions { DataConverter = _options.DataConverter, DefaultVersion = _options.Versioning?.DefaultVersion ?? string.Empty });

    private HubEngine NewEngine()
    {
        IHubStore store = _options.Faults is null ? _memory : new FaultyHubStore(_memory, _options.Faults);
        var options = new EngineOptions
        {
            HubName = "TestHub",
            DataConverter = _options.DataConverter,
            MaxLiveSessions = 0,
            MaxParallelSends = 1,
            MaxMessagesPerStep = _random is null ? 1000 : 1 + _random.Next(3),
            Versioning = _options.Versioning,
            MaximumTimerInterval = _options.MaximumTimerInterval,
        };
        var engine = new HubEngine(store, _registry, _services, options, _time, _services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance);
        engine.Ownership.Gain(CancellationToken.None);
        return engine;
    }

    /// <summary>Runs one step or one activity; with a seed, chance decides which.</summary>
    private async Task<bool> RunOneAsync()
    {
        if (_options.Faults?.TakeCrash() == true)
            await CrashAsync();
        _engine.FireDueTimers();
        var takeActivity = _engine.Activities.Reader.Count > 0 && (_engine.Ready.Reader.Count == 0 || _random?.Next(2) == 1);
        try
        {
            if (takeActivity && _engine.Activities.Reader.TryRead(out var work))
                await RunActivityAsync(work);
            else if (_engine.Ready.Reader.TryRead(out var instance))
                await RunStepAsync(instance);
            else
                return false;
        }
        catch (SimulatedCrashException)
        {
            // Noticed below: the work it hit is lost.
        }

        if (_options.Faults?.TakeCrash() == true)
            await CrashAsync();
        WorkCount++;
        return true;
    }

    private async Task RunStepAsync(Instance instance)
    {
        // With a seed, another instance may be served first.
        if (_random?.Next(3) == 0 && _engine.Ready.Reader.TryRead(out var other))
            (instance, _) = (other, _engine.Ready.Writer.TryWrite(instance));
        await _engine.RunStepAsync(instance, CancellationToken.None);
    }

    private async Task RunActivityAsync(ActivityWork work)
    {
        if (_random?.Next(3) == 0 && _engine.Activities.Reader.TryRead(out var other))
            (work, _) = (other, _engine.Activities.Writer.TryWrite(work));
        _options.Faults?.Before(HubWrite.Activity, work.InstanceId);
        await _engine.RunActivityAsync(work, CancellationToken.None);
        _options.Faults?.After(HubWrite.Activity, work.InstanceId);
    }
}
