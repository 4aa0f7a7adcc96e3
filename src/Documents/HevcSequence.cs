namespace Orders.Functions.Documents;

/// <summary>The head of a sequence parameter set of ITU-T H.265 (7.3.2.2), up to the size of its pictures.</summary>
internal static class HevcSequence
{
    private const int UnitHead = 16;
    private const int ProfileBits = 88;
    private const int LevelBits = 8;
    private const int SeparatePlanes = 3;

    /// <summary>In pixels; null if it ends before.</summary>
    public static (long Width, long Height)? SizeOf(ReadOnlySpan<byte> unit)
    {
        var bits = new Bits(unit);
        bits.Skip(UnitHead + 4);
        var subLayers = (int)bits.Read(3);
        bits.Skip(1 + ProfileBits + LevelBits);
        SkipSubLayers(ref bits, subLayers);
        bits.ReadGolomb();
        if (bits.ReadGolomb() == SeparatePlanes)
            bits.Skip(1);
        var (width, height) = (bits.ReadGolomb(), bits.ReadGolomb());
        return bits.IsOver ? null : (width, height);
    }

    private static void SkipSubLayers(ref Bits bits, int subLayers)
    {
        if (subLayers == 0)
            return;
        Span<bool> present = stackalloc bool[2 * subLayers];
        for (var at = 0; at < present.Length; at++)
            present[at] = bits.Read(1) == 1;
        bits.Skip(2 * (8 - subLayers));
        for (var at = 0; at < present.Length; at++)
        {
            if (present[at])
                bits.Skip(at % 2 == 0 ? ProfileBits : LevelBits);
        }
    }

    /// <summary>Bits from the highest on, without the byte 3 that keeps start codes out of the data.</summary>
    private ref struct Bits
    {
        private readonly byte[] _bytes;
        private int _at;

        public Bits(ReadOnlySpan<byte> unit)
        {
            var bytes = new List<byte>(unit.Length);
            for (var at = 0; at < unit.Length; at++)
            {
                if (at < 2 || unit[at] != 3 || unit[at - 1] != 0 || unit[at - 2] != 0)
                    bytes.Add(unit[at]);
            }

            _bytes = [.. bytes];
        }

        /// <summary>True once more was read than there is.</summary>
        public bool IsOver { get; private set; }

        public void Skip(int bits) => _at += bits;

        public long Read(int bits)
        {
            var value = 0L;
            for (; bits > 0; bits--, _at++)
            {
                IsOver |= _at / 8 >= _bytes.Length;
                value = (value << 1) | (IsOver ? 0 : (_bytes[_at / 8] >> (7 - (_at % 8))) & 1L);
            }

            return value;
        }

        /// <summary>An unsigned Exp-Golomb code (9.2), of at most 32 bits.</summary>
        public long ReadGolomb()
        {
            var zeros = 0;
            while (!IsOver && zeros < 32 && Read(1) == 0)
                zeros++;
            return (1L << zeros) - 1 + Read(zeros);
        }
    }
}
