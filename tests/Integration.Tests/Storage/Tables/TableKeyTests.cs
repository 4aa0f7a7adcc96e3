using CsCheck;
using Orders.Functions.Storage.Tables;

namespace Integration.Tests.Storage.Tables;

public sealed class TableKeyTests
{
    [Fact]
    public void Key_holds_only_plain_characters_and_fits() =>
        Gen.String.Sample(text =>
        {
            var key = TableKey.Escape(text);
            Assert.All(key, character => Assert.True(char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.' or '='));
            Assert.True(key.Length <= 200);
        });

    [Fact]
    public void Two_texts_never_have_one_key() =>
        Gen.Select(Gen.String, Gen.String)
            .Sample((left, right) => Assert.Equal(left == right, TableKey.Escape(left) == TableKey.Escape(right)));

    [Theory]
    [InlineData("a:b", "c", "a", "b:c")]
    [InlineData("a=3Ab", "c", "a:b", "c")]
    [InlineData("a", "", "a:", "")]
    public void Parts_keep_their_borders(string left1, string left2, string right1, string right2) =>
        Assert.NotEqual(TableKey.Of(left1, left2), TableKey.Of(right1, right2));

    [Fact]
    public void Long_texts_that_differ_at_the_end_have_two_keys()
    {
        var text = new string('a', 5000);

        Assert.NotEqual(TableKey.Escape(text + "1"), TableKey.Escape(text + "2"));
    }
}
