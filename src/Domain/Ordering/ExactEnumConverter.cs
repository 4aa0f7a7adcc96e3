using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orders.Functions.Domain.Ordering;

/// <summary>
/// Enum values in JSON by their exact names. The framework's own converter also takes any case, spaces, and lists of names, whose values it
/// adds up: <c>pending,failed</c> would be a third one.
/// </summary>
internal sealed class ExactEnumConverter : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert))!;

    private sealed class Converter<T> : JsonConverter<T>
        where T : struct, Enum
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Parse(reader.TokenType == JsonTokenType.String ? reader.GetString() : null);

        public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Parse(reader.GetString());

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(OrderJson.Name(value));

        public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WritePropertyName(OrderJson.Name(value));

        private static T Parse(string? name) =>
            OrderJson.TryParse<T>(name, out var value) ? value : throw new JsonException("It is none of the names.");
    }
}
