using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Orders.Functions.Orders;

internal static class OrdersServices
{
    /// <summary>The windows of orders, the terms of returns and the risk rules, checked when the app starts: a wrong or misspelt setting stops it, and all of them are named at once.</summary>
    /// <exception cref="SettingException">Settings of returns, of the risk rules or of claims are wrong.</exception>
    public static IServiceCollection AddOrders(this IServiceCollection services, IConfiguration configuration)
    {
        var section = configuration.GetSection(OrderWindowsOptions.Section);
        services.AddOptions<OrderWindowsOptions>().Bind(section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<OrderWindowsOptions>>(new Check(section));
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<OrderWindowsOptions>>().Value);
        services.AddSingleton(ReturnOptions.Read(name => configuration[name]));
        services.AddSingleton(RiskSettings.Read(configuration));
        services.AddSingleton(ClaimOptions.Read(configuration));
        return services;
    }

    private sealed class Check(IConfigurationSection section) : IValidateOptions<OrderWindowsOptions>
    {
        public ValidateOptionsResult Validate(string? name, OrderWindowsOptions options)
        {
            var known = typeof(OrderWindowsOptions).GetProperties().Select(property => property.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
            var misspelt = section.GetChildren().Where(setting => !known.Contains(setting.Key)).Select(setting => $"The setting {setting.Path} is not known.");
            string[] errors = [.. options.Validate(), .. misspelt];
            return errors.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
        }
    }
}
