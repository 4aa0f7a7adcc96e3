using Durable.Testing.Hub;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Lives.Machine;

/// <summary>One run of the app from start to death: its services, its worker, nothing that outlives it.</summary>
internal sealed class AppProcess
{
    private readonly ServiceProvider _services;
    private readonly HubProcess _hub;

    public AppProcess(IServiceCollection services, StoredHub hub, HubProcessOptions options, ProcessGate gate, ProcessTime time)
    {
        (Gate, Time) = (gate, time);
        services.AddSingleton<DurableTaskClient>(_ => Client);
        _services = services.BuildServiceProvider();
        _hub = new HubProcess(hub, Blueprint.Functions, _services, time, options);
    }

    public ProcessGate Gate { get; }

    public ProcessTime Time { get; }

    public DurableTaskClient Client => _hub.Client;

    public IServiceProvider Services => _services;

    /// <summary>A service, or a function class made as the host makes it.</summary>
    public T Get<T>()
        where T : notnull => _services.GetService<T>() ?? Made<T>.By(_services, []);

    /// <summary>When something becomes due by itself: in this process, or in the hub for it.</summary>
    public DateTimeOffset? Next => Time.Next is { } timer && !(_hub.Next < timer) ? timer : _hub.Next;

    /// <summary>Episodes and activities that can run now.</summary>
    public int Work => _hub.Work;

    /// <summary>Begins one of the episodes or activities that can run now.</summary>
    /// <param name="which">From 0 to <see cref="Work"/>.</param>
    public Task BeginWork(int which) => _hub.BeginWork(which);

    /// <summary>Nothing of it goes on; the work that it had taken goes back to the hub in time.</summary>
    public void Die()
    {
        Gate.Die();
        _hub.Die();
    }

    /// <summary>It notices nothing for a while, and loses its hold on the work that it had taken.</summary>
    public void StandStill()
    {
        Gate.StandStill();
        _hub.LoseHands();
    }

    /// <summary>How a class is made; found out once.</summary>
    private static class Made<T>
    {
        public static readonly ObjectFactory<T> By = ActivatorUtilities.CreateFactory<T>([]);
    }
}
