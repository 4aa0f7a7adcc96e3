using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.DurableTask.Client;

/// <summary>Configures one client.</summary>
public interface IDurableTaskClientBuilder
{
    string Name { get; }

    IServiceCollection Services { get; }

    /// <summary>The type of the client; null for the one of this process's hub.</summary>
    Type? BuildTarget { get; set; }

    DurableTaskClient Build(IServiceProvider serviceProvider);
}

/// <summary>Finds clients by name.</summary>
public interface IDurableTaskClientProvider
{
    /// <exception cref="ArgumentOutOfRangeException">No client of that name was added.</exception>
    DurableTaskClient GetClient(string? name = null);
}
