using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Pricing;
using Orders.Functions.Domain.Promises;
using Orders.Functions.Domain.Review;
using Orders.Functions.Domain.Shipping;

namespace Orders.Functions;

internal static class DomainServices
{
    private const string Warehouse = "Orders:Warehouse";
    private const string CutOff = "CutOff";

    /// <summary>
    /// What the rules go by: windows, terms of returns, risk rules, and the tables of prices, duties, days and addresses. All are read and checked
    /// now: a wrong file or a misspelt setting stops the start, and says what is wrong.
    /// </summary>
    /// <exception cref="SettingException">A file, or a setting of returns, risk rules, claims, carriers or the warehouse is wrong.</exception>
    public static IServiceCollection AddDomain(this IServiceCollection services, IConfiguration configuration)
    {
        var calendars = DataFile.Read<CalendarFile>("calendar.json").ToCalendars();
        var tables = PriceTables.Read() with { Carriers = CarrierRouting.Read(configuration) };
        _ = DataFile.Read<AddressFormats>("address-formats.json");
        _ = DataFile.Read<TimeZoneFile>("time-zones.json");
        services.AddSingleton(calendars);
        services.AddSingleton(tables);
        services.AddSingleton(new PromiseRules(calendars, tables.Rates, tables.RemoteAreas, CutOffOf(configuration.GetSection(Warehouse))));

        var section = configuration.GetSection(OrderWindowsOptions.Section);
        services.AddOptions<OrderWindowsOptions>().Bind(section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<OrderWindowsOptions>>(new Check(section));
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<OrderWindowsOptions>>().Value);
        services.AddSingleton(ReturnOptions.Read(name => configuration[name]));
        services.AddSingleton(RiskSettings.Read(configuration));
        services.AddSingleton(ClaimOptions.Read(configuration));
        services.AddSingleton(ScanTimes.Read(configuration));
        return services;
    }

    private static TimeOnly CutOffOf(IConfigurationSection section)
    {
        foreach (var setting in section.GetChildren().Where(setting => !setting.Key.Equals(CutOff, StringComparison.OrdinalIgnoreCase)))
            throw new SettingException($"The setting {setting.Path} is not known.");
        var text = section[CutOff] ?? "16:00";
        return TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time
            : throw new SettingException(
                $"The setting {Warehouse}:{CutOff} is \"{text}\": it should be a time of day in the warehouse's zone, like 16:00."
            );
    }

    private sealed class Check(IConfigurationSection section) : IValidateOptions<OrderWindowsOptions>
    {
        public ValidateOptionsResult Validate(string? name, OrderWindowsOptions options)
        {
            var known = typeof(OrderWindowsOptions)
                .GetProperties()
                .Select(property => property.Name)
                .ToHashSet(StringComparer.OrdinalIgnoreCase);
            var misspelt = section
                .GetChildren()
                .Where(setting => !known.Contains(setting.Key))
                .Select(setting => $"The setting {setting.Path} is not known.");
            string[] errors = [.. options.Validate(), .. misspelt];
            return errors.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
        }
    }
}
