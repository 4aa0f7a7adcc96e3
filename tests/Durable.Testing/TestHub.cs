using System.Globalization;
using System.Reflection;
using Durable.Testing.Functions;
using Durable.Testing.Hub;
using Durable.Testing.Replay;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Durable.Testing;

/// <summary>
/// A task hub in memory, on virtual time: a month passes in milliseconds. The test drives it on one thread, one episode or activity at a
/// time, in a repeatable order. Every episode is replayed by the official executor from the stored history, so that code which is not
/// deterministic fails.
/// </summary>
public sealed class TestHub
{
    private readonly StoredHub _stored = new();
    private readonly IServiceProvider _services;
    private readonly TestHubOptions _options;
    private readonly VirtualTime _time;
    private readonly Random? _random;
    private HubFunctions _functions;
    private HubProcess _process;

    private TestHub(HubFunctions functions, IServiceProvider services, TestHubOptions? options)
    {
        (_functions, _services, _options) = (functions, services, options ?? new TestHubOptions());
        _time = services.GetService<VirtualTime>() ?? new VirtualTime(_options.Start);
        _random = _options.Seed is { } seed ? new Random(seed) : null;
        _options.Rough?.Begin(_options.Seed ?? 0);
        _process = NewProcess();
    }

    /// <summary>
    /// Starts orchestrations and talks to them. A wait runs what can run now, and fails if that does not bring what it waits for.
    /// </summary>
    public DurableTaskClient Client => Living().Client;

    /// <summary>The hub's clock; it moves only by <see cref="AdvanceAsync"/> and its kin.</summary>
    public TimeProvider Time => _time;

    /// <summary>Now, by the hub's clock.</summary>
    public DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>How many episodes and activities have run.</summary>
    public int WorkCount { get; private set; }

    /// <summary>The orchestrations by id, with their histories.</summary>
    public IReadOnlyDictionary<string, StoredInstance> Instances => _stored.Instances;

    /// <summary>A hub with all orchestrator and activity functions of an assembly: what the function app runs.</summary>
    /// <param name="services">
    /// Where activities get their collaborators. Put <see cref="VirtualTime"/> there (as itself and as <see cref="TimeProvider"/>), and the
    /// services live on the hub's clock.
    /// </param>
    public static TestHub ForAssembly(Assembly functions, IServiceProvider services, TestHubOptions? options = null) =>
        new(HubFunctions.Of(functions), services, options);

    /// <summary>A hub with the orchestrator and activity functions of some classes.</summary>
    /// <param name="services">As for <see cref="ForAssembly"/>.</param>
    public static TestHub ForFunctions(IReadOnlyCollection<Type> classes, IServiceProvider services, TestHubOptions? options = null) =>
        new(HubFunctions.Of(classes), services, options);

    /// <summary>Runs all that can run now. The clock stands still.</summary>
    /// <exception cref="InvalidOperationException">It does not come to rest.</exception>
    public async Task RunUntilIdleAsync()
    {
        var begun = WorkCount;
        while (await RunOneAsync())
        {
            if (WorkCount - begun > _options.MaxWorkWithoutTime)
                throw new InvalidOperationException(
                    $"The hub does not come to rest: {_options.MaxWorkWithoutTime} episodes and activities ran, and no time has passed."
                );
        }
    }

    /// <summary>Lets time pass: all that becomes due runs in order, each at its own time.</summary>
    public Task AdvanceAsync(TimeSpan time) => AdvanceToAsync(Now + time);

    /// <summary>Lets time pass until a moment.</summary>
    public async Task AdvanceToAsync(DateTimeOffset moment)
    {
        await RunUntilIdleAsync();
        while (Living().Next is { } due && due <= moment)
        {
            _time.MoveTo(due.UtcDateTime);
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
        var end = Now + limit;
        await RunUntilIdleAsync();
        while (!await condition())
        {
            if (Living().Next is not { } due)
                throw new TimeoutException($"Nothing will happen any more, and the condition does not hold at {Now:u}.");
            if (due > end)
                throw new TimeoutException(string.Create(CultureInfo.InvariantCulture, $"The condition does not hold after {limit}."));
            _time.MoveTo(due.UtcDateTime);
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
            () =>
                Instances.TryGetValue(instanceId, out var instance)
                    ? instance.HasEnded
                    : throw new InvalidOperationException($"There is no instance '{instanceId}'."),
            limit ?? TimeSpan.FromDays(366)
        );
        return (await Client.GetInstanceAsync(instanceId, getInputsAndOutputs: true))!;
    }

    /// <summary>
    /// Loses all that is not stored, as a killed process does. What it had in hand is there again after
    /// <see cref="TestHubOptions.HiddenAfterCrash"/>.
    /// </summary>
    public Task CrashAsync()
    {
        _process.Die(_options.HiddenAfterCrash);
        _process = NewProcess();
        return Task.CompletedTask;
    }

    /// <summary>
    /// Stops the app and starts another build of it on the same hub: other orchestrator and activity functions, another version.
    /// </summary>
    public Task DeployAsync(IReadOnlyCollection<Type> classes, DurableTaskWorkerOptions.VersioningOptions? versioning)
    {
        _functions = HubFunctions.Of(classes);
        _options.Versioning = versioning;
        return CrashAsync();
    }

    /// <summary>The histories of all instances, in order of their ids.</summary>
    public IReadOnlyList<RecordedHistory> Histories() =>
        [.. Instances.Values.Where(instance => instance.History.Count > 0).Select(RecordedHistory.Of)];

    private HubProcess NewProcess()
    {
        HubProcess? process = null;
        process = new HubProcess(
            _stored,
            _functions,
            _services,
            _time,
            new HubProcessOptions
            {
                Gate = new FaultGate(_options.Faults, _options.Rough, () => process!.Die(_options.HiddenAfterCrash)),
                MessagesPerEpisode = _random is null ? null : waiting => Math.Min(waiting, 1 + _random.Next(3)),
                SplitCommits = _options.Rough is not null,
                TimerEarly = _ => _options.Rough?.TimerEarly() ?? TimeSpan.Zero,
                Versioning = _options.Versioning,
            }
        );
        process.Waiting = WaitAsync;
        return process;
    }

    /// <summary>The process that runs; a new one if the last has died, a moment later.</summary>
    private HubProcess Living()
    {
        if (!_process.IsAlive)
        {
            _time.MoveTo(_time.GetUtcNow().UtcDateTime.AddMilliseconds(1));
            _process = NewProcess();
        }

        return _process;
    }

    /// <summary>Runs one episode or one activity; with a seed, chance decides which.</summary>
    private async Task<bool> RunOneAsync()
    {
        var process = Living();
        var work = process.Work;
        if (work == 0)
            return false;
        await process.BeginWork(_random?.Next(work) ?? 0);
        WorkCount++;
        return true;
    }

    private async Task WaitAsync(string instanceId, Func<bool> condition)
    {
        if (condition())
            return;
        await RunUntilIdleAsync();
        if (!condition())
            throw new InvalidOperationException(
                $"Instance '{instanceId}' waits, and nothing can run now: let time pass (AdvanceAsync) or send what it waits for."
            );
    }
}
