using System.Text;
using HarfBuzzSharp;

namespace Orders.Functions.Documents;

/// <summary>The scripts of texts, as far as shaping needs them.</summary>
internal static class TextScripts
{
    /// <summary>
    /// Whether two pieces, one after the other, can be shaped as one: of one script, or one of them is signs, which go with any script.
    /// </summary>
    public static bool GoTogether(string text, string next)
    {
        var (script, following) = (ScriptOf(text), ScriptOf(next));
        return script == following || script == Script.Common || following == Script.Common;
    }

    /// <summary>Of the first character that has one; marks, digits and signs belong to all.</summary>
    private static Script ScriptOf(string text)
    {
        foreach (var character in text.EnumerateRunes())
        {
            var script = UnicodeFunctions.Default.GetScript(character.Value);
            if (!Rune.IsDigit(character) && script != Script.Common && script != Script.Inherited && script != Script.Unknown)
                return script;
        }

        return Script.Common;
    }
}
