using LocalRuntime.DurableTask.Engine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Microsoft.DurableTask.Client;

/// <summary>Builds a client of this process's hub, unless another target is named.</summary>
public class DefaultDurableTaskClientBuilder : IDurableTaskClientBuilder
{
    private Type? _buildTarget;

    public DefaultDurableTaskClientBuilder(string? name, IServiceCollection services)
    {
        Name = name ?? Extensions.Options.Options.DefaultName;
        Services = services;
    }

    public string Name { get; }

    public IServiceCollection Services { get; }

    public Type? BuildTarget
    {
        get => _buildTarget;
        set => _buildTarget = value is null || typeof(DurableTaskClient).IsAssignableFrom(value)
            ? value
            : throw new ArgumentException($"{value} is not a {nameof(DurableTaskClient)}.", nameof(value));
    }

    public DurableTaskClient Build(IServiceProvider serviceProvider)
    {
        var options = serviceProvider.GetRequiredService<IOptionsMonitor<DurableTaskClientOptions>>().Get(Name);
        return BuildTarget is null
            ? new LocalDurableTaskClient(Name, serviceProvider.GetRequiredService<HubEngine>, options)
            : (DurableTaskClient)ActivatorUtilities.CreateInstance(serviceProvider, BuildTarget, Name, options);
    }
}

/// <summary>Configures a client.</summary>
public static class DurableTaskBuilderExtensions
{
    public static IDurableTaskClientBuilder Configure(this IDurableTaskClientBuilder builder, Action<DurableTaskClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Configure(builder.Name, configure);
        return builder;
    }

    /// <summary>Makes the client itself a service, not only its provider.</summary>
    public static IDurableTaskClientBuilder RegisterDirectly(this IDurableTaskClientBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton(services => services.GetRequiredService<IDurableTaskClientProvider>().GetClient(builder.Name));
        return builder;
    }

    public static IDurableTaskClientBuilder UseDefaultVersion(this IDurableTaskClientBuilder builder, string version) =>
        Configure(builder, options => options.DefaultVersion = version);
}

/// <summary>Adds clients.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>Adds a client; the one without a name is also a service by itself.</summary>
    public static IDurableTaskClientBuilder AddDurableTaskClient(this IServiceCollection services, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        return HubServices.AddClient(services, name);
    }

    public static IServiceCollection AddDurableTaskClient(this IServiceCollection services, Action<IDurableTaskClientBuilder> configure) =>
        AddDurableTaskClient(services, Extensions.Options.Options.DefaultName, configure);

    public static IServiceCollection AddDurableTaskClient(this IServiceCollection services, string name, Action<IDurableTaskClientBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        configure(AddDurableTaskClient(services, name));
        return services;
    }
}
