using System.Text.RegularExpressions;
using PhoneNumbers;

namespace Orders.Functions.Domain.Ordering;

/// <summary>Phone numbers as people write them.</summary>
public static partial class PhoneRules
{
    /// <summary>Of a number with its extension, in characters.</summary>
    public const int Longest = 40;

    /// <summary>
    /// A number in one form: ASCII, and an extension, however it is written (<c>x204</c>, <c>#204</c>, <c>转204</c>), as
    /// <c> ext. 204</c>.
    /// </summary>
    /// <returns>What is wrong with it; null if nothing is. Whether somebody can have such a number is for the review.</returns>
    public static string? TryRead(string typed, out string phone)
    {
        if (TextInput.TryRead(typed, TextKind.Code, out phone) is { } complaint)
            return complaint;
        if (Extension().Match(phone) is { Success: true } parts)
            phone = $"{parts.Groups["number"].Value} ext. {parts.Groups["extension"].Value}";
        return TextInput.Length(phone) > Longest ? $"Is longer than {Longest} characters."
            : Form().IsMatch(phone) ? null
            : "Should be a phone number: digits, spaces, and + - ( ) . /, with an extension at its end perhaps (ext. 204).";
    }

    /// <summary>
    /// True if somebody can have this number: in international form, or as it is dialled within <paramref name="country"/>.
    /// </summary>
    public static bool IsValid(string phone, string country)
    {
        var numbers = PhoneNumberUtil.GetInstance();
        try
        {
            return numbers.IsValidNumber(numbers.Parse(phone, country));
        }
        catch (NumberParseException)
        {
            return false;
        }
    }

    [GeneratedRegex(
        "^\\+?[0-9 ()./-]{3,39}( ext\\. [0-9]{1,7})?\\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        Patterns.Limit
    )]
    private static partial Regex Form();

    [GeneratedRegex(
        "^(?<number>[^a-zа-я]*?[0-9)])[ ,;]*(ext(ension|n)?|x|#|доб|anexo|int|转接?(分机)?|轉接?(分機)?|分机号?|分機號?|内線|內線)[ .:=]*(?<extension>[0-9]{1,7})#?$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase,
        Patterns.Limit
    )]
    private static partial Regex Extension();
}
