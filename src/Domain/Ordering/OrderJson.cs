using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace Orders.Functions.Domain.Ordering;

/// <summary>How the app writes and reads JSON, everywhere: camelCase names, snake_case enum values, no nulls written.</summary>
public static class OrderJson
{
    /// <summary>For what we wrote ourselves: members that a later version added are skipped.</summary>
    public static JsonSerializerOptions Options { get; } = Make(strict: false);

    /// <summary>
    /// For what is sent to our own calls: unknown or repeated members, missing members and unexpected nulls are refused, and names that are not
    /// exact. Numbers and times
    /// are read by their value, however they are written.
    /// </summary>
    public static JsonSerializerOptions Strict { get; } = Make(strict: true);

    /// <summary>
    /// For what outside companies tell us: like <see cref="Strict"/>, but members that we do not know are skipped. They add some whenever
    /// they like.
    /// </summary>
    public static JsonSerializerOptions Webhook { get; } = new(Strict) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip };

    /// <summary>The name of an enum value as the API writes it: <c>awaiting_payment</c>.</summary>
    public static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    /// <summary>The value that the API calls <paramref name="name"/>; exact spelling only, never a number.</summary>
    public static bool TryParse<T>(string? name, out T value)
        where T : struct, Enum
    {
        foreach (var candidate in Enum.GetValues<T>())
        {
            if (!string.Equals(Name(candidate), name, StringComparison.Ordinal))
                continue;
            value = candidate;
            return true;
        }

        value = default;
        return false;
    }

    /// <summary>Makes options write and read as <see cref="Options"/> do.</summary>
    public static void Configure(JsonSerializerOptions options) => Configure(options, strict: false);

    private static JsonSerializerOptions Make(bool strict)
    {
        var options = new JsonSerializerOptions();
        Configure(options, strict);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    private static void Configure(JsonSerializerOptions options, bool strict)
    {
        options.AllowDuplicateProperties = !strict;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);
        options.NumberHandling = JsonNumberHandling.Strict;
        options.PropertyNameCaseInsensitive = !strict;
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.RespectNullableAnnotations = strict;
        options.RespectRequiredConstructorParameters = strict;
        options.UnmappedMemberHandling = strict ? JsonUnmappedMemberHandling.Disallow : JsonUnmappedMemberHandling.Skip;
        if (strict)
        {
            options.Converters.Add(new ExactEnumConverter());
            options.Converters.Add(new IntConverter());
            options.Converters.Add(new LongConverter());
            options.Converters.Add(new MomentConverter());
        }

        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
    }
}
