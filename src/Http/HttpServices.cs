using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orders.Functions.Http.Operations;
using Orders.Functions.Http.Pages;
using Orders.Functions.Http.Storefront;

namespace Orders.Functions.Http;

internal static class HttpServices
{
    /// <summary>What the HTTP functions need beyond the stores.</summary>
    public static IServiceCollection AddHttpFace(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(configuration);
        services.AddSingleton<CancelOrder>();
        services.AddSingleton<CaseHandOver>();
        services.AddSingleton<ChangeDesk>();
        services.AddSingleton<DecideChange>();
        services.AddSingleton<DecideStock>();
        services.AddSingleton<FileClaim>();
        services.AddSingleton<FileRequest>();
        services.AddSingleton<GiveRefundAddress>();
        services.AddSingleton<MultipartRequest>();
        services.AddSingleton<OpsKey>();
        services.AddSingleton<PageActions>();
        services.AddSingleton<PageRenderer>();
        services.AddSingleton<RequestReturn>();
        services.AddSingleton<ShopContact>();
        return services;
    }
}
