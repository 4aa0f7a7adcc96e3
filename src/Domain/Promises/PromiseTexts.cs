using System.Globalization;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;

namespace Orders.Functions.Domain.Promises;

/// <summary>Why a promised date is what it is, in words.</summary>
public static class PromiseTexts
{
    /// <summary>One sentence.</summary>
    public static string For(PromiseReason reason, string locale)
    {
        var day = reason.Day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";
        var year = reason.Day?.Year.ToString(CultureInfo.InvariantCulture) ?? "";
        var name = reason.Name?.In(locale) ?? "";
        var days = reason.Days?.ToString(CultureInfo.InvariantCulture) ?? "";
        var dayWord = reason.Days == 1 ? "day" : "days";
        var text = reason.Code switch
        {
            PromiseReasonCode.AfterCutOff => new LocalizedText(
                $"{day}: after the warehouse's last pick-up of the day; counted from the next.",
                $"{day}：已过仓库当日截单时间，从下一日起算。"
            ),
            PromiseReasonCode.Weekend => new($"{day}: weekend.", $"{day}：周末。"),
            PromiseReasonCode.Holiday => new($"{day}: {name} ({reason.Country}).", $"{day}：{name}（{reason.Country}）。"),
            PromiseReasonCode.Peak => new($"{name}: up to {days} more business {dayWord}.", $"{name}：最多增加 {days} 个工作日。"),
            PromiseReasonCode.RemoteArea => new(
                $"{name} is a remote area: {days} more business {dayWord}.",
                $"{name}属于偏远地区：增加 {days} 个工作日。"
            ),
            PromiseReasonCode.Customs => new(
                $"Customs clearance: up to {days} more business {dayWord}.",
                $"清关：最多增加 {days} 个工作日。"
            ),
            PromiseReasonCode.CalendarMissing => new(
                $"The holidays of {year} are not known for {reason.Country}: only weekends are counted.",
                $"{reason.Country} {year} 年的节假日尚无数据，仅计周末。"
            ),
            PromiseReasonCode.CalendarProvisional => new(
                $"The holidays of {year} are not announced yet in {reason.Country}: the date may move.",
                $"{reason.Country} {year} 年的放假安排尚未公布，日期可能变动。"
            ),
            _ => throw new ArgumentOutOfRangeException(nameof(reason), reason.Code, "A code without words."),
        };
        return text.In(locale);
    }
}
