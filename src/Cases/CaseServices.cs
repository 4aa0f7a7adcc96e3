using Microsoft.Extensions.DependencyInjection;

namespace Orders.Functions.Cases;

internal static class CaseServices
{
    /// <summary>What claims, returns and requests need beyond the stores.</summary>
    public static IServiceCollection AddCases(this IServiceCollection services)
    {
        services.AddSingleton<CaseFiles>();
        services.AddSingleton<CaseRefusal>();
        services.AddSingleton<ClaimDesk>();
        services.AddSingleton<RequestDesk>();
        services.AddSingleton<ReturnDesk>();
        return services;
    }
}
