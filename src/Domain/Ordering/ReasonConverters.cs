using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orders.Functions.Domain.Ordering;

/// <summary>A reason in JSON is a string.</summary>
internal sealed class ReasonConverter : JsonConverter<Reason>
{
    public override Reason Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Reason.TryParse(reader.GetString(), out var reason) ? reason : throw new JsonException("It is no reason.");

    public override void Write(Utf8JsonWriter writer, Reason value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}

/// <summary>Reasons in JSON are one string.</summary>
internal sealed class ReasonsConverter : JsonConverter<Reasons>
{
    public override Reasons Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return Reasons.Parse(reader.GetString() ?? "");
        }
        catch (FormatException e)
        {
            throw new JsonException(e.Message, e);
        }
    }

    public override void Write(Utf8JsonWriter writer, Reasons value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
