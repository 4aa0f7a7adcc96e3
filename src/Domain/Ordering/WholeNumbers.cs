using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orders.Functions.Domain.Ordering;

/// <summary>
/// Whole numbers in JSON, by their value as JSON Schema counts: <c>1.0</c> and <c>1e0</c> are 1, and <c>1.5</c> is none.
/// </summary>
public static class WholeNumbers
{
    // A long has up to 19 digits; what is longer is none, whatever its exponent.
    private const int MostDigits = 19;

    /// <param name="number">A number of JSON, as it was written.</param>
    /// <param name="value">Exact.</param>
    /// <returns>False if it has a fraction, or is beyond 64 bits.</returns>
    public static bool TryParse(ReadOnlySpan<byte> number, out long value)
    {
        var text = Encoding.ASCII.GetString(number);
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value))
            return true;
        var mark = text.AsSpan().IndexOfAny('e', 'E');
        var (mantissa, exponent) = mark < 0 ? (text, 0) : (text[..mark], Exponent(text[(mark + 1)..]));
        var dot = mantissa.IndexOf('.', StringComparison.Ordinal);
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal).TrimStart('-').TrimStart('0');
        if (digits.Length == 0)
            return true;
        var whole = digits.TrimEnd('0');
        var power = (long)exponent - (dot < 0 ? 0 : mantissa.Length - dot - 1) + (digits.Length - whole.Length);
        return power >= 0
            && whole.Length + power <= MostDigits
            && long.TryParse(
                (text[0] == '-' ? "-" : "") + whole.PadRight(whole.Length + (int)power, '0'),
                NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out value
            );
    }

    // One that is beyond an int leads beyond any long, or below any whole number.
    private static int Exponent(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent) ? exponent
        : text.StartsWith('-') ? -int.MaxValue
        : int.MaxValue;

    internal static long Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.Number)
            throw new JsonException("It is no number.");
        return TryParse(
            reader.HasValueSequence ? System.Buffers.BuffersExtensions.ToArray(reader.ValueSequence) : reader.ValueSpan,
            out var value
        )
            ? value
            : throw new JsonException("It is no whole number.");
    }
}

/// <inheritdoc cref="WholeNumbers"/>
internal sealed class LongConverter : JsonConverter<long>
{
    public override long Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        WholeNumbers.Read(ref reader);

    public override void Write(Utf8JsonWriter writer, long value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}

/// <inheritdoc cref="WholeNumbers"/>
internal sealed class IntConverter : JsonConverter<int>
{
    public override int Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        WholeNumbers.Read(ref reader) is >= int.MinValue and <= int.MaxValue and var value
            ? (int)value
            : throw new JsonException("It is too large.");

    public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}

/// <summary>Moments in JSON, as <see cref="Timestamps"/> reads them.</summary>
internal sealed class MomentConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Timestamps.TryParse(reader.GetString()!, out var moment)
            ? moment
            : throw new JsonException("It is no time with an offset.");

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value);
}
