using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Http.Pages;

/// <summary>What the page says about a form that was sent.</summary>
internal static class PageTexts
{
    public static string Done(string language) =>
        new LocalizedText("Thank you. This page shows how it goes on.", "已收到，谢谢。后续进展请查看本页。").In(language);

    public static string FromElsewhere(string language) =>
        new LocalizedText(
            "The form did not come from this page. Please send it again from here.",
            "该请求不是从本页发出的，请在本页重新提交。"
        ).In(language);

    /// <summary>A function's refusal in the reader's words.</summary>
    public static IReadOnlyList<string> Of(Problem problem, string language)
    {
        if (problem is { Reason: not null, Reasons.Count: > 0 })
            return [.. problem.Reasons.Select(one => ReasonTexts.For(one, language, problem.Names))];
        if (Reason.TryParse(problem.Reason, out var reason))
            return [ReasonTexts.For(reason, language)];
        if (problem.Errors is { Count: > 0 } errors)
            return [.. errors.SelectMany(error => error.Value.Select(message => Field(error.Key, message, language)))];
        return
        [
            problem.Type == PageForm.Unreadable.Type
                ? new LocalizedText(problem.Title, "表单无法读取，请重新提交。").In(language)
                : problem.Detail ?? problem.Title,
        ];
    }

    // The functions speak English to programs; to a Chinese reader it is enough to know where to look.
    private static string Field(string path, string message, string language)
    {
        var label = Label(path.Split('[', '.')[0]);
        return label is null ? message : new LocalizedText($"{label.En}: {message}", $"请检查“{label.Zh}”。").In(language);
    }

    private static LocalizedText? Label(string field) =>
        field switch
        {
            "acceptDuties" => new("Import duties and taxes", "进口关税和税费"),
            "address" => new("Address", "收款地址"),
            "attachments" => new("Pictures or documents", "图片或文件"),
            "carrier" => new("Carrier", "承运商"),
            "choice" or "substitutes" => new("Your choice", "处理方式"),
            "description" => new("What happened", "情况说明"),
            "kind" => new("What is wrong", "问题类型"),
            "lines" => new("Goods", "涉及的商品"),
            "photos" => new("Photos", "照片"),
            "text" => new("Your question", "您的问题"),
            "waybill" => new("Waybill number", "运单号"),
            "wants" => new("What you want for it", "您的要求"),
            "reason" => new("Reason", "原因"),
            _ => null,
        };
}
