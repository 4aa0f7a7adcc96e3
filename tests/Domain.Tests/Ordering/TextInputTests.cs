using System.Text;
using CsCheck;
using Orders.Functions.Domain.Ordering;

namespace Domain.Tests.Ordering;

/// <summary>Whatever people type, paste or have typed for them is one text in one form.</summary>
public sealed class TextInputTests
{
    // What is folded, joined, composed or left out when it stands beside its like.
    private static readonly string[] _pieces = [.. " \u200D\u200C\u0301\uFF9Eｶ９－\u00A0\u200Bー1aക്".Select(c => c.ToString()), "👩"];

    [Theory]
    [InlineData("\u200BAlice\u00A0\u202F Smith\uFEFF", "Alice Smith")]
    [InlineData("\u202AAlice\u202C \u2066Smith\u2069", "Alice Smith")]
    [InlineData("Mu\u00ADller \u2060Str.", "Muller Str.")]
    [InlineData("Jose\u0301", "José")]
    [InlineData("e\u200B\u0301", "é")]
    [InlineData("Jean\u2011Luc", "Jean-Luc")]
    [InlineData("山田　太郎", "山田 太郎")]
    [InlineData("ﾔﾏﾀﾞ ﾀﾛｳ", "ヤマダ タロウ")]
    [InlineData("ｶﾞｰﾃﾞﾝ", "ガーデン")]
    [InlineData("クﾞ", "グ")]
    [InlineData("丸の内１－９－１", "丸の内1-9-1")]
    [InlineData("１ー９ー１", "1-9-1")]
    [InlineData("２−３−Ｂ号室", "2-3-B号室")]
    [InlineData("科技园路１号（南区），Ａ座", "科技园路1号（南区），A座")]
    [InlineData("センター", "センター")]
    [InlineData("\u3164", "")]
    [InlineData("\u2800\u200B ", "")]
    [InlineData("𠮷𡈽", "𠮷𡈽")]
    [InlineData("葛\U000E0100", "葛\U000E0100")]
    public void Line_is_brought_into_one_form(string typed, string expected) => AssertRead(expected, typed, TextKind.Line);

    [Theory]
    [InlineData("می\u200Cخواهم")]
    [InlineData("ක්\u200Dර")]
    [InlineData("ന്\u200D")]
    [InlineData("👩\u200D👩\u200D👧")]
    [InlineData("🏴󠁧󠁢󠁥󠁮󠁧󠁿")]
    [InlineData("🧔🏽\u200D♂️")]
    [InlineData("Anna ❤\uFE0F")]
    public void Joiners_stay_where_a_script_or_an_emoji_needs_them(string text) => AssertRead(text, text, TextKind.Line);

    [Theory]
    [InlineData("Al\u200Dice", "Alice")]
    [InlineData("Alice\uFE0F", "Alice")]
    [InlineData("\uFE0E李\uFE0F雷", "李雷")]
    [InlineData("\u200CAlice\u200C", "Alice")]
    [InlineData("李\u200D雷", "李雷")]
    [InlineData("می\u200C\u200Cخواهم", "می\u200Cخواهم")]
    public void Joiners_go_where_nothing_is_joined(string typed, string expected) => AssertRead(expected, typed, TextKind.Line);

    [Theory]
    [InlineData("１００－０００１", "100-0001")]
    [InlineData("〒100\u20120001", "〒100-0001")]
    [InlineData("sw1a　1aa", "sw1a 1aa")]
    [InlineData("١٢٣٤٥", "12345")]
    [InlineData("HW-PRO\uFE0F", "HW-PRO")]
    [InlineData("ａｌｉｃｅ＠ｅｘａｍｐｌｅ．ｃｏｍ", "alice@example.com")]
    [InlineData("スーパー", "スーパー")]
    public void Code_is_half_width_with_ASCII_digits_and_hyphens(string typed, string expected) =>
        AssertRead(expected, typed, TextKind.Code);

    [Fact]
    public void Prose_keeps_its_lines_and_its_spacing() =>
        AssertRead("1.  屏幕碎了！\n\t２.  谢谢", "\u200E 1.  屏幕碎了！\r\n\t２.\u00A0 谢谢\u2029", TextKind.Prose);

    [Theory]
    [InlineData("a\u0000b", TextKind.Line)]
    [InlineData("a\tb", TextKind.Line)]
    [InlineData("a\nb", TextKind.Code)]
    [InlineData("a\u0085b", TextKind.Line)]
    [InlineData("a\u001Bb", TextKind.Prose)]
    [InlineData("a\uFFFFb", TextKind.Prose)]
    public void Control_characters_are_refused(string typed, TextKind kind) => Assert.NotNull(TextInput.TryRead(typed, kind, out _));

    // Not as data: attributes are UTF-8, which cannot hold them.
    [Fact]
    public void Halves_of_surrogate_pairs_are_refused()
    {
        foreach (var typed in (string[])["a\uD83D", "\uDE00a", "\uDE00\uD83D"])
            Assert.All(Enum.GetValues<TextKind>(), kind => Assert.NotNull(TextInput.TryRead(typed, kind, out _)));
        Assert.Equal("a\uFFFD", TextInput.OneLine("a\uD83D"));
    }

    [Fact]
    public void Form_of_a_form_is_itself() =>
        Gen.Select(
                Gen.OneOf(
                    Gen.Char.Select(c => c.ToString()),
                    Gen.Int[0x10000, 0x10FFFF].Select(char.ConvertFromUtf32),
                    Gen.Int[0, _pieces.Length - 1].Select(at => _pieces[at])
                ).Array[0, 12],
                Gen.Enum<TextKind>()
            )
            .Sample(
                (parts, kind) =>
                {
                    if (TextInput.TryRead(string.Concat(parts), kind, out var text) is not null)
                        return;
                    Assert.True(text.IsNormalized(NormalizationForm.FormC));
                    AssertRead(text, text, kind);
                },
                iter: 20_000
            );

    [Fact]
    public void Length_counts_characters_and_a_cut_splits_none()
    {
        Assert.Equal(2, TextInput.Length("𠮷𡈽"));
        Assert.Equal("𠮷…", TextInput.Cut("𠮷𡈽", 1));
        Assert.Equal("𠮷𡈽", TextInput.Cut("𠮷𡈽", 2));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(" \u200B", null)]
    [InlineData("Left\nat\u0007 door", "Left at door")]
    public void Line_of_a_company_is_shown_whatever_it_holds(string? told, string? shown) => Assert.Equal(shown, TextInput.OneLine(told));

    [Theory]
    [InlineData("\u202A+44 7911 123456\u202C", "+44 7911 123456")]
    [InlineData("+44\u00A07911\u2011123456", "+44 7911-123456")]
    [InlineData("＋８１（３）１２３４−５６７８", "+81(3)1234-5678")]
    [InlineData("03ー1234ー5678", "03-1234-5678")]
    [InlineData("(415) 555–2671 ext. 204", "(415) 555-2671 ext. 204")]
    [InlineData("4155552671x204", "4155552671 ext. 204")]
    [InlineData("+1 415 555 2671, Extension 204", "+1 415 555 2671 ext. 204")]
    [InlineData("415-555-2671 #204", "415-555-2671 ext. 204")]
    [InlineData("010-62780000转204", "010-62780000 ext. 204")]
    [InlineData("010-62780000 转分机：２０４", "010-62780000 ext. 204")]
    [InlineData("03-1234-5678（内線204", "03-1234-5678(内線204")]
    [InlineData("+٩٦٦ ٥٠ ١٢٣ ٤٥٦٧", "+966 50 123 4567")]
    public void Phone_is_brought_into_one_form(string typed, string expected)
    {
        var complaint = PhoneRules.TryRead(typed, out var phone);

        Assert.Equal(expected, phone);
        Assert.Equal(expected.Contains('内', StringComparison.Ordinal), complaint is not null);
    }

    [Theory]
    [InlineData("(415) 555-2671 ext. 204", "US")]
    [InlineData("010-62780000 ext. 204", "CN")]
    [InlineData("+44 7911-123456", "CN")]
    public void Phone_in_its_one_form_is_one_that_can_be_called(string phone, string country) =>
        Assert.True(PhoneRules.IsValid(phone, country));

    [Theory]
    [InlineData("call me")]
    [InlineData("+44 7911 123456 ext. 12345678")]
    [InlineData("ext. 204")]
    [InlineData("12")]
    public void What_is_no_phone_number_is_refused(string typed) => Assert.NotNull(PhoneRules.TryRead(typed, out _));

    [Fact]
    public void Number_on_paper_is_read_in_any_width()
    {
        var number = OrderIds.OrderNumber([1, 2, 3, 4, 5, 6, 7, 8]);

        Assert.Equal(number, OrderIds.Normalise(Wide(number)));
        Assert.Equal(number, OrderIds.Normalise($"\u200B{number}\u00A0"));
    }

    private static string Wide(string text) => string.Concat(text.Select(c => c is >= '!' and <= '~' ? (char)(c + 0xFEE0) : c));

    private static void AssertRead(string expected, string typed, TextKind kind)
    {
        Assert.Null(TextInput.TryRead(typed, kind, out var text));
        Assert.Equal(expected, text);
    }
}
