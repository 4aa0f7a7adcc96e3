using Orders.Functions.Documents;

namespace Orders.Tests.Carriers;

public sealed class Code128Tests
{
    // Made by hand from the standard's table: start, data, checksum, stop. PJJ123C: 104 + 48 + 2·42 + 3·42 + 4·17 + 5·18 + 6·19 + 7·35 = 879 = 8·103 + 55.
    [Theory]
    [InlineData("PJJ123C", new[] { 104, 48, 42, 42, 17, 18, 19, 35, 55, 106 })]
    [InlineData("123456", new[] { 105, 12, 34, 56, 44, 106 })]
    [InlineData("12345", new[] { 104, 17, 99, 23, 45, 53, 106 })]
    [InlineData("12", new[] { 105, 12, 14, 106 })]
    [InlineData("A1234", new[] { 104, 33, 99, 12, 34, 95, 106 })]
    [InlineData("A1234B", new[] { 104, 33, 17, 18, 19, 20, 34, 90, 106 })]
    [InlineData("A123456B", new[] { 104, 33, 99, 12, 34, 56, 100, 34, 80, 106 })]
    public void Symbols_are_those_of_the_standard(string text, int[] expected) => Assert.Equal(expected, Code128.Symbols(text));

    [Fact]
    public void Bars_of_a_known_text_are_those_of_the_standard()
    {
        // Start B 211214, 'A' 111323, checksum 34 = 'B' 131123, stop 2331112.
        const string widths = "211214" + "111323" + "131123" + "2331112";
        var expected = widths.SelectMany((width, index) => Enumerable.Repeat(index % 2 == 0, width - '0'));

        Assert.Equal(expected, Code128.Modules("A"));
    }

    [Fact]
    public void Each_symbol_has_eleven_modules_and_the_stop_thirteen()
    {
        var all = string.Concat(Enumerable.Range(' ', 95).Select(code => (char)code));

        Assert.Equal((11 * (Code128.Symbols(all).Count - 1)) + 13, Code128.Modules(all).Count);
    }

    [Fact]
    public void Any_text_reads_back()
    {
        CsCheck.Check.Sample(CsCheck.Gen.String[CsCheck.Gen.OneOf(CsCheck.Gen.Char[' ', '~'], CsCheck.Gen.Char['0', '9']), 1, 30], text => Code128Reader.Read(Code128.Modules(text)) == text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("运单")]
    [InlineData("A\n")]
    public void Text_outside_printable_ascii_is_refused(string text) => Assert.Throws<ArgumentException>(() => Code128.Symbols(text));
}
