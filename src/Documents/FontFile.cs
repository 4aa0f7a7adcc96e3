using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Orders.Functions.Documents;

/// <summary>The container of a TrueType font: a directory, then the tables, each at a multiple of four bytes.</summary>
internal static class FontFile
{
    private const uint TrueTypeOutlines = 0x0001_0000;
    private const int DirectoryHeader = 12;
    private const int DirectoryEntry = 16;

    // The sum over a whole file, with what 'head' adds to it (at offset 8 of that table).
    private const uint FileChecksum = 0xB1B0_AFBA;
    private const int ChecksumAdjustment = 8;

    public static uint Tag(string name) => BinaryPrimitives.ReadUInt32BigEndian(Encoding.ASCII.GetBytes(name));

    public static int Aligned(int length) => (length + 3) & ~3;

    /// <param name="tables">By tag, in the tags' order; 'head' is among them.</param>
    public static byte[] Write(SortedDictionary<string, byte[]> tables)
    {
        var offset = DirectoryHeader + (DirectoryEntry * tables.Count);
        var head = 0;
        var file = new byte[offset + tables.Values.Sum(table => Aligned(table.Length))];
        WriteHeader(file, tables.Count);

        var entry = file.AsSpan(DirectoryHeader);
        foreach (var (tag, table) in tables)
        {
            table.CopyTo(file, offset);
            if (tag == "head")
            {
                head = offset;
                file.AsSpan(head + ChecksumAdjustment, 4).Clear();
            }

            BinaryPrimitives.WriteUInt32BigEndian(entry, Tag(tag));
            BinaryPrimitives.WriteUInt32BigEndian(entry[4..], Checksum(file.AsSpan(offset, Aligned(table.Length))));
            BinaryPrimitives.WriteUInt32BigEndian(entry[8..], (uint)offset);
            BinaryPrimitives.WriteUInt32BigEndian(entry[12..], (uint)table.Length);
            entry = entry[DirectoryEntry..];
            offset += Aligned(table.Length);
        }

        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(head + ChecksumAdjustment), unchecked(FileChecksum - Checksum(file)));
        return file;
    }

    private static void WriteHeader(Span<byte> file, int tables)
    {
        // For a binary search in the directory: the largest power of two that is not more than the number of tables.
        var power = BitOperations.Log2((uint)tables);
        var range = DirectoryEntry << power;
        BinaryPrimitives.WriteUInt32BigEndian(file, TrueTypeOutlines);
        BinaryPrimitives.WriteUInt16BigEndian(file[4..], (ushort)tables);
        BinaryPrimitives.WriteUInt16BigEndian(file[6..], (ushort)range);
        BinaryPrimitives.WriteUInt16BigEndian(file[8..], (ushort)power);
        BinaryPrimitives.WriteUInt16BigEndian(file[10..], (ushort)((DirectoryEntry * tables) - range));
    }

    private static uint Checksum(ReadOnlySpan<byte> words)
    {
        var sum = 0u;
        for (; !words.IsEmpty; words = words[4..])
            sum = unchecked(sum + BinaryPrimitives.ReadUInt32BigEndian(words));
        return sum;
    }
}
