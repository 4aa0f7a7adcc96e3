using LocalRuntime.DurableTask.Engine;
using LocalRuntime.DurableTask.Storage;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Simulation.Machine;

/// <summary>One run of the app from start to death: its services, its engine, nothing that outlives it.</summary>
internal sealed class AppProcess
{
    private readonly ServiceProvider _services;

    public AppProcess(IServiceCollection services, Action<DurableTaskRegistry, IServiceProvider> tasks, IHubStore hub, ProcessGate gate, ProcessTime time, bool cold, int messagesPerStep)
    {
        (Gate, Time) = (gate, time);
        services.AddSingleton<DurableTaskClient>(_ => Client!);
        _services = services.BuildServiceProvider();
        var registry = new DurableTaskRegistry();
        tasks(registry, _services);
        var options = new EngineOptions { HubName = "Simulation", MaxLiveSessions = cold ? 0 : 1000, MaxParallelSends = 1, MaxMessagesPerStep = messagesPerStep };
        Engine = new HubEngine(hub, registry, _services, options, time, NullLoggerFactory.Instance);
        Engine.Ownership.Gain(CancellationToken.None);
        Client = new LocalDurableTaskClient("Simulation", () => Engine, new DurableTaskClientOptions());
    }

    public ProcessGate Gate { get; }

    public ProcessTime Time { get; }

    public HubEngine Engine { get; }

    public DurableTaskClient Client { get; }

    public IServiceProvider Services => _services;

    /// <summary>A service, or a function class made as the host makes it.</summary>
    public T Get<T>()
        where T : notnull => ActivatorUtilities.GetServiceOrCreateInstance<T>(_services);

    /// <summary>When something in this process becomes due by itself.</summary>
    public DateTimeOffset? Next => Earliest(Time.Next, Engine.Timers.Next is { } due ? new DateTimeOffset(DateTime.SpecifyKind(due, DateTimeKind.Utc)) : null);

    /// <summary>Steps and activities that can run now.</summary>
    public int Work => Engine.Ready.Reader.Count + Engine.Activities.Reader.Count;

    /// <summary>Begins one of the steps or activities that can run now.</summary>
    /// <param name="which">From 0 to <see cref="Work"/>.</param>
    public Task BeginWork(int which)
    {
        var steps = Engine.Ready.Reader.Count;
        return which < steps ? Engine.RunStepAsync(Take(Engine.Ready, which), CancellationToken.None) : Engine.RunActivityAsync(Take(Engine.Activities, which - steps), CancellationToken.None);
    }

    /// <summary>Takes one out of the middle of a queue; those before it go behind the others.</summary>
    private static T Take<T>(System.Threading.Channels.Channel<T> queue, int which)
    {
        for (var i = 0; i < which && queue.Reader.TryRead(out var other); i++)
            queue.Writer.TryWrite(other);
        return queue.Reader.TryRead(out var taken) ? taken : throw new InvalidOperationException("The queue is empty.");
    }

    private static DateTimeOffset? Earliest(DateTimeOffset? a, DateTimeOffset? b) => a is null || b < a ? b ?? a : a;
}
