namespace Orders.Functions.Documents;

/// <summary>One line of a paragraph, with the directions that the paragraph gives its characters.</summary>
/// <param name="Levels">Of each UTF-16 unit: even from left to right, odd from right to left.</param>
/// <param name="Paragraph">The level of the paragraph.</param>
internal sealed record TextLine(string Text, ReadOnlyMemory<byte> Levels, byte Paragraph)
{
    /// <summary>True if it begins at the right.</summary>
    public bool IsRightToLeft => Paragraph == 1;

    /// <summary>A line that is a paragraph of its own.</summary>
    public static TextLine Of(string text)
    {
        var (levels, paragraph) = TextDirections.Levels(text);
        return new TextLine(text, levels, paragraph);
    }

    /// <summary>A part of it, without the spaces at its ends.</summary>
    public TextLine Part(int start, int end)
    {
        while (start < end && char.IsWhiteSpace(Text[start]))
            start++;
        while (end > start && char.IsWhiteSpace(Text[end - 1]))
            end--;
        return new TextLine(Text[start..end], Levels[start..end], Paragraph);
    }
}
