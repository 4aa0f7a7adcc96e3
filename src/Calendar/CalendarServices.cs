using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orders.Functions.Orders;

namespace Orders.Functions.Calendar;

internal static class CalendarServices
{
    private const string Section = "Orders:Warehouse";
    private const string CutOff = "CutOff";

    /// <summary>The tables of prices, duties and days, read and checked now: a wrong file stops the start, and says what is wrong with it.</summary>
    /// <exception cref="SettingException">A file or a setting is wrong.</exception>
    public static IServiceCollection AddCalendar(this IServiceCollection services, IConfiguration configuration)
    {
        var calendars = DataFile.Read<CalendarFile>("calendar.json").ToCalendars();
        var tables = PriceTables.Read();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(calendars);
        services.AddSingleton(tables);
        services.AddSingleton(new PromiseRules(calendars, tables.Rates, tables.RemoteAreas, CutOffOf(configuration.GetSection(Section))));
        services.AddHostedService<CalendarWatch>();
        return services;
    }

    private static TimeOnly CutOffOf(IConfigurationSection section)
    {
        foreach (var setting in section.GetChildren().Where(setting => !setting.Key.Equals(CutOff, StringComparison.OrdinalIgnoreCase)))
            throw new SettingException($"The setting {setting.Path} is not known.");
        var text = section[CutOff] ?? "16:00";
        return TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time
            : throw new SettingException($"The setting {Section}:{CutOff} is \"{text}\": it should be a time of day in the warehouse's zone, like 16:00.");
    }
}
