using System.Buffers;
using System.Buffers.Binary;
using Orders.Functions.Domain.AfterSales;

namespace Orders.Functions.Documents;

/// <summary>WebP: a RIFF of chunks. Kept are the picture, its transparency and its colour profile, and which way up it is; EXIF, XMP and unknown chunks are not.</summary>
internal static class WebpFile
{
    private const int HeadLength = 12;
    private const byte HasIcc = 0x20;
    private const byte HasAlpha = 0x10;
    private const byte HasExif = 0x08;
    private const byte IsAnimated = 0x02;

    /// <exception cref="FileRefusedException">It is not whole, moves, is too large to open, or something follows it.</exception>
    public static CleanFile Clean(ReadOnlySpan<byte> file)
    {
        var length = BinaryPrimitives.ReadUInt32LittleEndian(file[4..]) + 8L;
        if (length > file.Length || length < HeadLength)
            throw new FileRefusedException(FileRefusal.Broken);
        if (length < file.Length)
            throw new FileRefusedException(FileRefusal.TrailingData);

        var parts = new Parts();
        for (var rest = file[HeadLength..]; !rest.IsEmpty;)
        {
            var chunk = Chunk(rest);
            parts.Take(chunk.Type, chunk.Body);
            rest = rest[chunk.Length..];
        }

        return parts.Write();
    }

    private static Part Chunk(ReadOnlySpan<byte> rest)
    {
        const int head = 8;
        if (rest.Length < head)
            throw new FileRefusedException(FileRefusal.Broken);
        var size = BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]);
        var padded = (long)head + size + (size & 1);
        if (padded > rest.Length)
            throw new FileRefusedException(FileRefusal.Broken);
        return new Part(System.Text.Encoding.ASCII.GetString(rest[..4]), rest.Slice(head, (int)size), (int)padded);
    }

    /// <summary>Width and height in a still picture's own header.</summary>
    private static (int Width, int Height) Size(string type, ReadOnlySpan<byte> body)
    {
        if (type == "VP8L" && body.Length >= 5 && body[0] == 0x2F)
        {
            var bits = BinaryPrimitives.ReadUInt32LittleEndian(body[1..]);
            return ((int)(bits & 0x3FFF) + 1, (int)((bits >> 14) & 0x3FFF) + 1);
        }

        // A key frame, with its start code.
        if (type == "VP8 " && body.Length >= 10 && (body[0] & 1) == 0 && body[3..].StartsWith((ReadOnlySpan<byte>)[0x9D, 0x01, 0x2A]))
            return (BinaryPrimitives.ReadUInt16LittleEndian(body[6..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(body[8..]) & 0x3FFF);
        throw new FileRefusedException(FileRefusal.Broken);
    }

    private readonly ref struct Part(string type, ReadOnlySpan<byte> body, int length)
    {
        public string Type { get; } = type;

        public ReadOnlySpan<byte> Body { get; } = body;

        /// <summary>With its head and padding.</summary>
        public int Length { get; } = length;
    }

    private sealed class Parts
    {
        private string? _type;
        private byte[]? _picture;
        private byte[]? _alpha;
        private byte[]? _profile;
        private (int Width, int Height)? _canvas;
        private (int Width, int Height) _size;
        private int _orientation = 1;
        private bool _transparent;

        public void Take(string type, ReadOnlySpan<byte> body)
        {
            switch (type)
            {
                case "VP8X":
                    TakeHeader(body);
                    break;
                case "VP8 " or "VP8L":
                    if (_picture is not null)
                        throw new FileRefusedException(FileRefusal.Broken);
                    _size = Size(type, body);
                    (_type, _picture) = (type, body.ToArray());
                    break;
                case "ALPH":
                    _alpha = body.ToArray();
                    break;
                case "ICCP":
                    _profile = body.ToArray();
                    break;
                case "EXIF":
                    _orientation = ExifOrientation.Read(body.StartsWith("Exif\0\0"u8) ? body[6..] : body);
                    break;
                case "ANIM" or "ANMF":
                    throw new FileRefusedException(FileRefusal.Animated);
            }
        }

        public CleanFile Write()
        {
            if (_picture is null || (_canvas is { } canvas && canvas != _size))
                throw new FileRefusedException(FileRefusal.Broken);
            UploadLimits.CheckPixels(_size.Width, _size.Height);

            var body = new ArrayBufferWriter<byte>(_picture.Length + 256);
            var flags = (_profile is null ? 0 : HasIcc) | (_transparent || _alpha is not null ? HasAlpha : 0) | (_orientation == 1 ? 0 : HasExif);
            if (flags != 0)
                Append(body, "VP8X", Header((byte)flags));
            if (_profile is not null)
                Append(body, "ICCP", _profile);
            if (_alpha is not null)
                Append(body, "ALPH", _alpha);
            Append(body, _type!, _picture);
            if (_orientation != 1)
                Append(body, "EXIF", ExifOrientation.Write(_orientation));

            var file = new byte[HeadLength + body.WrittenCount];
            "RIFF"u8.CopyTo(file);
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), file.Length - 8);
            "WEBP"u8.CopyTo(file.AsSpan(8));
            body.WrittenSpan.CopyTo(file.AsSpan(HeadLength));
            return new CleanFile(FileKind.Webp, file, _size.Width, _size.Height);
        }

        private void TakeHeader(ReadOnlySpan<byte> body)
        {
            if (body.Length != 10 || _canvas is not null || _picture is not null)
                throw new FileRefusedException(FileRefusal.Broken);
            if ((body[0] & IsAnimated) != 0)
                throw new FileRefusedException(FileRefusal.Animated);
            _transparent = (body[0] & HasAlpha) != 0;
            _canvas = (1 + (body[4] | (body[5] << 8) | (body[6] << 16)), 1 + (body[7] | (body[8] << 8) | (body[9] << 16)));
            UploadLimits.CheckPixels(_canvas.Value.Width, _canvas.Value.Height);
        }

        private byte[] Header(byte flags)
        {
            var (width, height) = (_size.Width - 1, _size.Height - 1);
            return [flags, 0, 0, 0, (byte)width, (byte)(width >> 8), (byte)(width >> 16), (byte)height, (byte)(height >> 8), (byte)(height >> 16)];
        }

        private static void Append(ArrayBufferWriter<byte> file, string type, ReadOnlySpan<byte> body)
        {
            file.Write(System.Text.Encoding.ASCII.GetBytes(type));
            BinaryPrimitives.WriteInt32LittleEndian(file.GetSpan(4), body.Length);
            file.Advance(4);
            file.Write(body);
            if (body.Length % 2 == 1)
                file.Write([(byte)0]);
        }
    }
}
