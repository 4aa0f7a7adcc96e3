using System.Collections.Frozen;
using System.Globalization;
using NodaTime;
using NodaTime.TimeZones;
using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.Views;

/// <summary>
/// Tells a customer the time by the clock of the place to which the order goes, in their language, and names that clock: some countries
/// have several (<see cref="TimeZones"/>). Zones are those of the IANA time zone database.
/// </summary>
internal sealed class CustomerClock
{
    /// <summary>The zone in which most people live, where that is not the first in the database's list of the country.</summary>
    private static readonly FrozenDictionary<string, string> _mostPeople = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["AU"] = "Australia/Sydney",
        ["BR"] = "America/Sao_Paulo",
        ["CA"] = "America/Toronto",
        ["RU"] = "Europe/Moscow",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, LocalizedText> _names = new Dictionary<string, LocalizedText>(StringComparer.Ordinal)
    {
        ["America/Anchorage"] = new("Anchorage", "安克雷奇"),
        ["America/Chicago"] = new("Chicago", "芝加哥"),
        ["America/Denver"] = new("Denver", "丹佛"),
        ["America/Edmonton"] = new("Edmonton", "埃德蒙顿"),
        ["America/Halifax"] = new("Halifax", "哈利法克斯"),
        ["America/Los_Angeles"] = new("Los Angeles", "洛杉矶"),
        ["America/Manaus"] = new("Manaus", "马瑙斯"),
        ["America/Mexico_City"] = new("Mexico City", "墨西哥城"),
        ["America/New_York"] = new("New York", "纽约"),
        ["America/Phoenix"] = new("Phoenix", "菲尼克斯"),
        ["America/Sao_Paulo"] = new("São Paulo", "圣保罗"),
        ["America/St_Johns"] = new("St. John's", "圣约翰斯"),
        ["America/Toronto"] = new("Toronto", "多伦多"),
        ["America/Vancouver"] = new("Vancouver", "温哥华"),
        ["America/Winnipeg"] = new("Winnipeg", "温尼伯"),
        ["Asia/Bangkok"] = new("Bangkok", "曼谷"),
        ["Asia/Dubai"] = new("Dubai", "迪拜"),
        ["Asia/Ho_Chi_Minh"] = new("Ho Chi Minh City", "胡志明市"),
        ["Asia/Hong_Kong"] = new("Hong Kong", "香港"),
        ["Asia/Jakarta"] = new("Jakarta", "雅加达"),
        ["Asia/Kuala_Lumpur"] = new("Kuala Lumpur", "吉隆坡"),
        ["Asia/Macau"] = new("Macau", "澳门"),
        ["Asia/Manila"] = new("Manila", "马尼拉"),
        ["Asia/Seoul"] = new("Seoul", "首尔"),
        ["Asia/Shanghai"] = new("Beijing", "北京"),
        ["Asia/Singapore"] = new("Singapore", "新加坡"),
        ["Asia/Taipei"] = new("Taipei", "台北"),
        ["Asia/Tokyo"] = new("Tokyo", "东京"),
        ["Atlantic/Azores"] = new("Azores", "亚速尔群岛"),
        ["Atlantic/Canary"] = new("Canary Islands", "加那利群岛"),
        ["Australia/Adelaide"] = new("Adelaide", "阿德莱德"),
        ["Australia/Brisbane"] = new("Brisbane", "布里斯班"),
        ["Australia/Darwin"] = new("Darwin", "达尔文"),
        ["Australia/Hobart"] = new("Hobart", "霍巴特"),
        ["Australia/Melbourne"] = new("Melbourne", "墨尔本"),
        ["Australia/Perth"] = new("Perth", "珀斯"),
        ["Australia/Sydney"] = new("Sydney", "悉尼"),
        ["Europe/Amsterdam"] = new("Amsterdam", "阿姆斯特丹"),
        ["Europe/Berlin"] = new("Berlin", "柏林"),
        ["Europe/Brussels"] = new("Brussels", "布鲁塞尔"),
        ["Europe/London"] = new("London", "伦敦"),
        ["Europe/Madrid"] = new("Madrid", "马德里"),
        ["Europe/Moscow"] = new("Moscow", "莫斯科"),
        ["Europe/Paris"] = new("Paris", "巴黎"),
        ["Europe/Rome"] = new("Rome", "罗马"),
        ["Europe/Vienna"] = new("Vienna", "维也纳"),
        ["Europe/Warsaw"] = new("Warsaw", "华沙"),
        ["Europe/Zurich"] = new("Zurich", "苏黎世"),
        ["Indian/Reunion"] = new("Réunion", "留尼汪"),
        ["Pacific/Auckland"] = new("Auckland", "奥克兰"),
        ["Pacific/Honolulu"] = new("Honolulu", "檀香山"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, DateTimeZone> _zones = (TzdbDateTimeZoneSource.Default.ZoneLocations ?? [])
        .GroupBy(location => location.CountryCode, StringComparer.Ordinal)
        .ToFrozenDictionary(
            country => country.Key,
            country => DateTimeZoneProviders.Tzdb[_mostPeople.GetValueOrDefault(country.Key) ?? country.First().ZoneId],
            StringComparer.Ordinal
        );

    private readonly string _locale;
    private readonly DateTimeZone _zone;

    private CustomerClock(string locale, DateTimeZone zone) => (_locale, _zone) = (locale, zone);

    public static CustomerClock Of(Order order) =>
        new(
            order.Locale,
            (order.TimeZone is { } zone ? DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) : null)
                ?? _zones.GetValueOrDefault(order.Place)
                ?? ZoneOf(order.Country)
        );

    /// <param name="country">ISO 3166-1 alpha-2; one that the database does not know is told the shop's time.</param>
    public static CustomerClock Of(string country, string locale) => new(locale, ZoneOf(country));

    private static DateTimeZone ZoneOf(string country) => _zones.GetValueOrDefault(country) ?? _zones[ShipsFrom.Country];

    /// <summary>A moment: <c>2 March 2026, 21:00 (Tokyo time)</c>.</summary>
    public string Moment(DateTimeOffset time)
    {
        var there = There(time);
        return CustomerFormat.IsChinese(_locale)
            ? $"{CustomerFormat.Day(there, _locale)} {Minute(there)}（{Name(there)}）"
            : $"{CustomerFormat.Day(there, _locale)}, {Minute(there)} ({Name(there)})";
    }

    /// <summary>
    /// The end of a time, to stand after "by" or "until", and in Chinese alone: a day's end is told as that day, never as the next day's
    /// first minute.
    /// </summary>
    public string By(DateTimeOffset time)
    {
        // A promise is a day, whatever the clock: it is counted, and kept, as the last second of that day at the warehouse.
        if (time.Offset != TimeSpan.Zero && LastDay(time) is { } promised && time.TimeOfDay > TimeSpan.Zero)
            return EndOf(promised, clock: null);
        var there = There(time);
        if (LastDay(there) is { } last)
            return EndOf(last, Name(there));
        return CustomerFormat.IsChinese(_locale) ? $"{Moment(time)}之前" : Moment(time);
    }

    private DateTimeOffset There(DateTimeOffset time) => Instant.FromDateTimeOffset(time).InZone(_zone).ToDateTimeOffset();

    private string EndOf(DateTimeOffset day, string? clock)
    {
        var text = CustomerFormat.Day(day, _locale);
        return CustomerFormat.IsChinese(_locale)
            ? $"{text}当天结束前{(clock is null ? "" : $"（{clock}）")}"
            : $"the end of {text}{(clock is null ? "" : $" ({clock})")}";
    }

    // Seconds are not told: what ends in a day's last minute, or in the next day's first moment, ends with that day.
    private static DateTimeOffset? LastDay(DateTimeOffset time) =>
        time.TimeOfDay == TimeSpan.Zero ? time.AddTicks(-1)
        : time is { Hour: 23, Minute: 59 } ? time
        : null;

    private string Name(DateTimeOffset there)
    {
        var known = _names.GetValueOrDefault(_zone.Id);
        if (!CustomerFormat.IsChinese(_locale))
            return $"{known?.En ?? _zone.Id[(_zone.Id.LastIndexOf('/') + 1)..].Replace('_', ' ')} time";
        if (known is not null)
            return $"{known.Zh}时间";
        var sign = there.Offset < TimeSpan.Zero ? "-" : "+";
        var format = there.Offset.Minutes == 0 ? "%h" : @"h\:mm";
        return $"收货地时间，UTC{sign}{there.Offset.ToString(format, CultureInfo.InvariantCulture)}";
    }

    private static string Minute(DateTimeOffset there) => there.ToString("HH:mm", CultureInfo.InvariantCulture);
}
