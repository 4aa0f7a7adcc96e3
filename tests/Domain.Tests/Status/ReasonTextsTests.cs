using System.Text.Json;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Promises;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;

namespace Domain.Tests.Status;

public sealed class ReasonTextsTests
{
    public static TheoryData<ReasonCode> Codes => [.. Enum.GetValues<ReasonCode>()];

    public static TheoryData<PromiseReasonCode> PromiseCodes => [.. Enum.GetValues<PromiseReasonCode>()];

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_code_has_a_sentence_in_both_languages(ReasonCode code)
    {
        var reason = new Reason(code, "HW-PRO");

        AssertSentences(ReasonTexts.For(reason, "en"), ReasonTexts.For(reason, "zh-CN"));
    }

    [Theory]
    [MemberData(nameof(PromiseCodes))]
    public void Every_reason_of_a_promised_date_has_a_sentence_in_both_languages(PromiseReasonCode code)
    {
        var reason = new PromiseReason(code, new DateOnly(2026, 3, 5), "CN", 2, new LocalizedText("Name", "名称"));

        AssertSentences(PromiseTexts.For(reason, "en"), PromiseTexts.For(reason, "zh-CN"));
    }

    /// <summary>Whatever raises a reason names its code; a text of its own would not compile.</summary>
    [Fact]
    public void Every_code_is_raised_somewhere()
    {
        var sources = string.Concat(Sources().Select(File.ReadAllText));

        Assert.Empty(Enum.GetNames<ReasonCode>().Where(code => !Names(sources, $"ReasonCode.{code}")));
        Assert.Empty(Enum.GetNames<PromiseReasonCode>().Where(code => !Names(sources, $"PromiseReasonCode.{code}")));
    }

    [Fact]
    public void No_code_is_written_as_a_literal()
    {
        string[] telling =
        [
            .. Enum.GetValues<ReasonCode>().Select(OrderJson.Name).Where(name => name.Contains('_', StringComparison.Ordinal)),
        ];
        var sources = Sources().Select(file => (File: Path.GetFileName(file), Text: File.ReadAllText(file)));

        var literal =
            from source in sources
            from name in telling
            where
                source.Text.Contains($"\"{name}\"", StringComparison.Ordinal)
                || source.Text.Contains($"\"{name}:{{", StringComparison.Ordinal)
            select $"{source.File}: {name}";

        Assert.Empty(literal);
    }

    [Theory]
    [InlineData("payment_timeout")]
    [InlineData("address_line1")]
    [InlineData("out_of_stock:HW-PRO")]
    [InlineData("out_of_stock:HW-PRO,phone_customer,out_of_stock:A:B")]
    public void Reasons_are_one_string_in_JSON(string text)
    {
        var reasons = JsonSerializer.Deserialize<Reasons>($"\"{text}\"", OrderJson.Options)!;

        Assert.Equal(reasons, Reasons.Parse(text));
        Assert.Equal($"\"{text}\"", JsonSerializer.Serialize(reasons, OrderJson.Options));
        Assert.Equal(text.Split(','), reasons.All.Select(reason => reason.ToString()));
        Assert.Equal(
            $"[\"{text.Replace(",", "\",\"", StringComparison.Ordinal)}\"]",
            JsonSerializer.Serialize(reasons.All, OrderJson.Options)
        );
    }

    [Fact]
    public void Comma_in_a_subject_stays_in_it()
    {
        Reasons reasons = new([new Reason(ReasonCode.NoSubstitute, "A,,B"), ReasonCode.WaitUntil]);

        Assert.Equal(reasons, Reasons.Parse(reasons.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("payment-timeout")]
    [InlineData("PaymentTimeout")]
    [InlineData("payment_timeout,what")]
    public void What_is_no_reason_is_not_read(string text)
    {
        Assert.Throws<FormatException>(() => Reasons.Parse(text));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Reasons>($"\"{text}\"", OrderJson.Options));
    }

    private static void AssertSentences(string english, string chinese)
    {
        Assert.EndsWith(".", english, StringComparison.Ordinal);
        Assert.EndsWith("。", chinese, StringComparison.Ordinal);
        Assert.Contains(chinese, c => c is >= '一' and <= '龥');
    }

    private static bool Names(string sources, string code)
    {
        for (
            var at = sources.IndexOf(code, StringComparison.Ordinal);
            at >= 0;
            at = sources.IndexOf(code, at + 1, StringComparison.Ordinal)
        )
        {
            if (!char.IsLetterOrDigit(sources[at + code.Length]) && (at == 0 || !char.IsLetterOrDigit(sources[at - 1])))
                return true;
        }

        return false;
    }

    private static IEnumerable<string> Sources() =>
        from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
        where !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
        where Path.GetFileName(file) is not ("ReasonTexts.cs" or "PromiseTexts.cs")
        select file;
}
