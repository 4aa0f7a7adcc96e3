using System.Runtime.InteropServices;
using HarfBuzzSharp;

namespace Orders.Functions.Documents;

/// <summary>
/// HarfBuzz's font subsetter, which the native library of HarfBuzzSharp has and its managed side does not show. A PDF that Skia
/// writes embeds each font whole, and a font of all Chinese has ten megabytes.
/// </summary>
internal static class HarfBuzzSubset
{
    private const string Library = "libHarfBuzzSharp";

    // hb_subset_flags_t: numbers stay, so that what was shaped with the whole font can be drawn with the subset; the empty box is
    // drawn; no closure over shaping, which is done by then.
    private const uint NoHinting = 0x1;
    private const uint RetainGlyphNumbers = 0x2;
    private const uint NotdefOutline = 0x40;
    private const uint NoLayoutClosure = 0x200;

    // hb_subset_sets_t
    private const uint DropTables = 3;

    private static readonly uint[] _dropped = [new Tag('G', 'S', 'U', 'B'), new Tag('G', 'P', 'O', 'S'), new Tag('G', 'D', 'E', 'F')];

    /// <summary>A font file of these glyphs alone, with the numbers that they have in the whole font.</summary>
    /// <exception cref="InvalidOperationException">HarfBuzz cannot take the font apart.</exception>
    public static byte[] Of(Face face, IEnumerable<ushort> glyphs)
    {
        var input = hb_subset_input_create_or_fail();
        if (input == 0)
            throw new InvalidOperationException("HarfBuzz could not prepare a subset: no memory.");
        try
        {
            var kept = hb_subset_input_glyph_set(input);
            foreach (var glyph in glyphs)
                hb_set_add(kept, glyph);
            var dropped = hb_subset_input_set(input, DropTables);
            foreach (var table in _dropped)
                hb_set_add(dropped, table);
            hb_subset_input_set_flags(input, NoHinting | RetainGlyphNumbers | NotdefOutline | NoLayoutClosure);
            return FileOf(hb_subset_or_fail(face.Handle, input));
        }
        finally
        {
            hb_subset_input_destroy(input);
        }
    }

    private static byte[] FileOf(nint subset)
    {
        if (subset == 0)
            throw new InvalidOperationException("HarfBuzz could not make a subset of the font.");
        var blob = hb_face_reference_blob(subset);
        try
        {
            var data = hb_blob_get_data(blob, out var length);
            var file = new byte[length];
            Marshal.Copy(data, file, 0, file.Length);
            return file;
        }
        finally
        {
            hb_blob_destroy(blob);
            hb_face_destroy(subset);
        }
    }

    [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
    private static extern nint hb_subset_input_create_or_fail();

    [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
    private static extern void hb_subset_input_destroy(nint input);

    [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
    private static extern nint hb_subset_input_glyph_set(nint input);

    [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
    private static extern nint hb_subset_input_set(nint input, uint which);

    [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
    private static extern void hb_subset_input_set_flags(nint input, uint flags);

    [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
    private static extern void hb_set_add(nint set, uint value);

    [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
    private static extern nint hb_subset_or_fail(nint face, nint input);

    [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
    private static extern nint hb_face_reference_blob(nint face);

    [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
    private static extern void hb_face_destroy(nint face);

    [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
    private static extern nint hb_blob_get_data(nint blob, out uint length);

    [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
    private static extern void hb_blob_destroy(nint blob);
}
