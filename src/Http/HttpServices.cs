using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orders.Functions.Documents;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Http.Operations;
using Orders.Functions.Http.Pages;

namespace Orders.Functions.Http;

internal static class HttpServices
{
    /// <summary>What the HTTP functions need beyond the stores.</summary>
    public static IServiceCollection AddHttpFace(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(configuration);
        services.AddSingleton<LabelPrinter>();
        services.AddSingleton<MultipartRequest>();
        services.AddSingleton<OpsKey>();
        services.AddSingleton<PageActions>();
        services.AddSingleton<PageRenderer>();
        services.AddSingleton<ParcelPapers>();
        services.AddSingleton(SenderAddress.Read(configuration));
        services.AddSingleton<ShopContact>();
        services.AddSingleton(ShopName.Read(configuration));
        return services;
    }
}
