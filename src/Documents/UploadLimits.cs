namespace Orders.Functions.Documents;

/// <summary>How much may be uploaded at once, and how large a picture may be that somebody's program has to open.</summary>
internal static class UploadLimits
{
    public const int MostFiles = 8;

    /// <summary>Bytes of one file: 10 MB.</summary>
    public const int LargestFile = 10 * 1024 * 1024;

    /// <summary>Bytes of a whole body: the files, and room for the texts and the parts' headers.</summary>
    public const long LargestBody = ((long)MostFiles * LargestFile) + (256 * 1024);

    /// <summary>50 megapixels, counted so that what telephones sell as 50 (8192 × 6144) passes.</summary>
    public const long MostPixels = 50L * 1024 * 1024;

    /// <summary>Pixels of one side.</summary>
    public const int LongestSide = 16_384;

    /// <summary>How long it may take to open one picture and draw it anew; a large one takes about two seconds.</summary>
    public static TimeSpan LongestDecoding { get; } = TimeSpan.FromSeconds(20);

    /// <summary>How long an upload may take: 80 MB at 6 Mbit/s.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromMinutes(2);

    /// <exception cref="FileRefusedException">Opening the picture would take too much memory; it was not opened to find out.</exception>
    public static void CheckPixels(long width, long height)
    {
        if (width <= 0 || height <= 0)
            throw new FileRefusedException(FileRefusal.Broken);
        if (width > LongestSide || height > LongestSide || width * height > MostPixels)
            throw new FileRefusedException(FileRefusal.TooManyPixels);
    }
}
