namespace Orders.Functions.Documents;

/// <summary>
/// Where the lines of an address stand: as large as there is room for, in lines that are broken where they are too long; on several pages
/// where one does not hold them at a size that can be read.
/// </summary>
/// <param name="Size">Of an em, in millimetres.</param>
/// <param name="Pages">At least one.</param>
internal sealed record AddressBlock(float Size, IReadOnlyList<IReadOnlyList<TextLine>> Pages)
{
    private const float Largest = 5.5f;

    /// <summary>7 points, the least that carriers ask for.</summary>
    private const float Smallest = 2.5f;

    private const float Step = 0.25f;

    /// <summary>Where several pages are needed there is no reason to go down to the smallest.</summary>
    private const float OnSeveralPages = 3;

    /// <summary>From one base line to the next.</summary>
    public float Pitch => Size * 1.35f;

    /// <param name="room">Height, in millimetres.</param>
    public static AddressBlock Fit(LabelInk ink, IReadOnlyList<string> address, float room)
    {
        for (var size = Largest; size >= Smallest; size -= Step)
        {
            var block = At(size);
            if (block.Pages.Count == 1)
                return block;
        }

        return At(OnSeveralPages);

        AddressBlock At(float size)
        {
            var lines = address.SelectMany(line => ink.Wrap(line, size)).DefaultIfEmpty(TextLine.Of(""));
            var block = new AddressBlock(size, []);
            return block with { Pages = [.. lines.Chunk(Math.Max(1, (int)(room / block.Pitch)))] };
        }
    }
}
