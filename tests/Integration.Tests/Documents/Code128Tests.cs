using Orders.Functions.Documents;

namespace Integration.Tests.Documents;

public sealed class Code128Tests
{
    [Fact]
    public void Bars_of_a_known_text_are_those_of_the_standard()
    {
        // Start B 211214, 'A' 111323, checksum 34 = 'B' 131123, stop 2331112.
        const string widths = "211214" + "111323" + "131123" + "2331112";
        var expected = widths.SelectMany((width, index) => Enumerable.Repeat(index % 2 == 0, width - '0'));

        Assert.Equal(expected, Code128.Modules("A"));
    }

    // Symbols: a start, a switch between code sets where it pays, the data, a checksum, and a stop of thirteen modules.
    [Theory]
    [InlineData("PJJ123C", 9)]
    [InlineData("123456", 5)]
    [InlineData("12345", 6)]
    [InlineData("12", 3)]
    [InlineData("A1234", 6)]
    [InlineData("SBX000000000017", 12)]
    public void Digits_take_half_the_room(string text, int symbols) => Assert.Equal((11 * symbols) + 13, Code128.Modules(text).Count);

    [Fact]
    public void Any_text_reads_back()
    {
        CsCheck.Check.Sample(
            CsCheck.Gen.String[CsCheck.Gen.OneOf(CsCheck.Gen.Char[' ', '~'], CsCheck.Gen.Char['0', '9']), 1, 30],
            text => Code128Reader.Read(Code128.Modules(text)) == text
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("运单")]
    [InlineData("A\n")]
    [InlineData("\u00f1")]
    public void Text_outside_printable_ascii_is_refused(string text) => Assert.Throws<ArgumentException>(() => Code128.Modules(text));
}
