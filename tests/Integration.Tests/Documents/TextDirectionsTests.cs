using Orders.Functions.Documents;

namespace Integration.Tests.Documents;

public sealed class TextDirectionsTests
{
    /// <summary>Levels by the rules of UAX #9, character by character.</summary>
    [Theory]
    [InlineData("abc 12", "000000")]
    [InlineData("אב 12", "11122")]
    [InlineData("ab אב 12 cd", "00011122000")]
    [InlineData("ab אב גד cd", "00011111000")]
    [InlineData("אב ab", "11122")]
    [InlineData("12 אב", "22111")]
    [InlineData("شا 12-3", "1112212")]
    [InlineData("אב 12-3", "1112222")]
    [InlineData("אב 1,2", "111222")]
    [InlineData("אב +5%", "111122")]
    [InlineData("אב (cd) ה", "111122111")]
    [InlineData("ab (אב) cd", "0000110000")]
    [InlineData("שלום(ab)", "11111221")]
    [InlineData("١٢٣ شا", "222111")]
    [InlineData("ab ١٢", "00022")]
    [InlineData("شُا ب", "11111")]
    [InlineData("", "")]
    [InlineData("𞤀𞤁 a", "111112")]
    public void Levels_are_those_of_the_bidi_algorithm(string text, string expected) =>
        Assert.Equal(expected, string.Concat(TextDirections.Levels(text).Levels));

    [Theory]
    [InlineData("012", "021")]
    [InlineData("0110", "0213")]
    [InlineData("1221", "3120")]
    public void Pieces_are_turned_round_from_the_highest_level_down(string levels, string expected)
    {
        var pieces = levels.Select((level, at) => (Level: (byte)(level - '0'), At: at)).ToList();

        TextDirections.Reorder(pieces, piece => piece.Level);

        Assert.Equal(expected, string.Concat(pieces.Select(piece => piece.At)));
    }
}
