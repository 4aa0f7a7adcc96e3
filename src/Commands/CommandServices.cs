using Microsoft.Extensions.DependencyInjection;

namespace Orders.Functions.Commands;

internal static class CommandServices
{
    /// <summary>What can be asked of orders, whoever asks.</summary>
    public static IServiceCollection AddCommands(this IServiceCollection services)
    {
        services.AddSingleton<CaseRefusal>();
        services.AddSingleton<ClaimDesk>();
        services.AddSingleton<CustomerErasure>();
        services.AddSingleton<OrderSearch>();
        services.AddSingleton<RequestDesk>();
        services.AddSingleton<ReturnDesk>();
        services.AddSingleton<WorkQueues>();
        return services;
    }
}
