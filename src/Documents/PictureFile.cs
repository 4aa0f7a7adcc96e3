using System.Diagnostics;
using ImageMagick;
using ImageMagick.Configuration;
using Orders.Functions.Domain.AfterSales;

namespace Orders.Functions.Documents;

/// <summary>
/// Makes a picture safe to look at: decodes it under limits of pixels, memory, time and formats, stands it upright, and encodes it
/// anew, so that nothing but its pixels is left. What was sent is handed on beside it, as evidence.
/// </summary>
internal static class PictureFile
{
    /// <summary>Pixels of one side of the picture that is shown; larger ones are made smaller. What was sent is kept in full.</summary>
    public const int LargestShown = 4096;

    private const int Quality = 85;

    /// <summary>Bytes of decoded pixels: a picture at the limit (50 megapixels), and its copy while it is turned upright.</summary>
    private const ulong MostMemory = 512 * 1024 * 1024;

    // The decoders that may run at all, whatever a file says of itself: no scripts, no vector formats, no helper programs, no reading of
    // other files.
    private const string Policy = """
        <policymap>
          <policy domain="coder" rights="none" pattern="*" />
          <policy domain="coder" rights="read | write" pattern="{JPEG,PNG,WEBP,HEIC}" />
          <policy domain="delegate" rights="none" pattern="*" />
          <policy domain="filter" rights="none" pattern="*" />
          <policy domain="path" rights="none" pattern="@*" />
          <policy domain="path" rights="none" pattern="|*" />
        </policymap>
        """;

    static PictureFile()
    {
        var configuration = ConfigurationFiles.Default;
        configuration.Policy.Data = Policy;
        MagickNET.Initialize(configuration);
        ResourceLimits.Width = UploadLimits.LongestSide;
        ResourceLimits.Height = UploadLimits.LongestSide;
        ResourceLimits.Memory = MostMemory;
        ResourceLimits.MaxMemoryRequest = MostMemory;
        ResourceLimits.Disk = 0; // what has no room in memory is refused, not swapped
        ResourceLimits.Thread = 1;
    }

    /// <exception cref="FileRefusedException">
    /// It is not whole, too large to open, moves, is followed by something else, or takes too long.
    /// </exception>
    public static CleanFile Clean(FileKind kind, ReadOnlySpan<byte> file)
    {
        var end = PictureBounds.Check(kind, file);
        try
        {
            var settings = new MagickReadSettings { Format = FormatOf(kind) };
            var header = ReadHeader(file, settings);
            UploadLimits.CheckPixels(header.Width, header.Height);

            // A JPEG is decoded at half or a quarter of its size at once, where that is enough.
            if (header.Width > LargestShown || header.Height > LargestShown)
                settings.SetDefine(MagickFormat.Jpeg, "size", FormattableString.Invariant($"{LargestShown}x{LargestShown}"));
            return Redraw(kind, file, end, settings);
        }
        catch (MagickResourceLimitErrorException)
        {
            throw new FileRefusedException(FileRefusal.TooManyPixels);
        }
        catch (MagickException)
        {
            throw new FileRefusedException(FileRefusal.Broken);
        }
    }

    /// <summary>Opens no pixel.</summary>
    private static MagickImageInfo ReadHeader(ReadOnlySpan<byte> file, MagickReadSettings settings)
    {
        try
        {
            var header = new MagickImageInfo();
            header.Read(file, settings);
            return header;
        }
        catch (MagickImageErrorException)
        {
            // A side beyond the library's limit, which is ours.
            throw new FileRefusedException(FileRefusal.TooManyPixels);
        }
    }

    private static CleanFile Redraw(FileKind kind, ReadOnlySpan<byte> file, PictureEnd end, MagickReadSettings settings)
    {
        var started = Stopwatch.GetTimestamp();
        bool IsLate() => Stopwatch.GetElapsedTime(started) > UploadLimits.LongestDecoding;

        settings.FrameIndex = 0;
        settings.FrameCount = 1;
        using var image = new MagickImage();
        image.Progress += (_, step) => step.Cancel = IsLate();
        if (end == PictureEnd.Missing)
            ReadToTheEnd(image, file, settings);
        else
            image.Read(file, settings);
        CheckTime();

        if (image.GetColorProfile() is not null)
            image.TransformColorSpace(ColorProfiles.SRGB);
        else if (image.ColorSpace is not (ColorSpace.sRGB or ColorSpace.Gray))
            image.ColorSpace = ColorSpace.sRGB;
        image.AutoOrient();
        if (image.Width > LargestShown || image.Height > LargestShown)
        {
            image.FilterType = FilterType.Triangle;
            image.Resize(LargestShown, LargestShown);
        }

        image.Strip();
        var (shown, content) = Encode(kind, image);
        CheckTime();
        return new CleanFile(shown, content, (int)image.Width, (int)image.Height) { Original = new SentFile(kind, file.ToArray()) };

        void CheckTime()
        {
            if (IsLate())
                throw new FileRefusedException(FileRefusal.TooSlow);
        }
    }

    /// <summary>
    /// Of a JPEG without its end mark: with the mark the decoder says whether picture is missing before it, which it makes up in grey
    /// otherwise.
    /// </summary>
    private static void ReadToTheEnd(MagickImage image, ReadOnlySpan<byte> file, MagickReadSettings settings)
    {
        var cutOff = false;
        image.Warning += (_, warning) => cutOff |= warning.Message.Contains("premature end", StringComparison.OrdinalIgnoreCase);
        byte[] marked = [.. file.TrimEnd((byte)0xFF), 0xFF, 0xD9];
        image.Read(marked, settings);
        if (cutOff)
            throw new FileRefusedException(FileRefusal.Broken);
    }

    /// <summary>
    /// A drawing or a screen stays sharp as PNG, and so does what one can see through; a photo becomes a JPEG, which every browser shows.
    /// </summary>
    private static (FileKind Kind, byte[] Content) Encode(FileKind kind, MagickImage image)
    {
        if (kind == FileKind.Png || !image.IsOpaque)
        {
            image.Settings.SetDefine(MagickFormat.Png, "exclude-chunks", "bKGD,cHRM,date,eXIf,gAMA,iCCP,iTXt,pHYs,sRGB,tEXt,tIME,zTXt");
            image.Settings.SetDefine(MagickFormat.Png, "compression-level", "4");
            var png = image.ToByteArray(MagickFormat.Png);
            if (png.Length <= UploadLimits.LargestFile)
                return (FileKind.Png, png);
        }

        image.BackgroundColor = MagickColors.White;
        image.Alpha(AlphaAction.Remove);
        image.Quality = Quality;
        return (FileKind.Jpeg, image.ToByteArray(MagickFormat.Jpeg));
    }

    private static MagickFormat FormatOf(FileKind kind) =>
        kind switch
        {
            FileKind.Jpeg => MagickFormat.Jpeg,
            FileKind.Png => MagickFormat.Png,
            FileKind.Webp => MagickFormat.WebP,
            FileKind.Heic => MagickFormat.Heic,
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a picture."),
        };
}
