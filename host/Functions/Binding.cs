using Newtonsoft.Json.Linq;

namespace LocalHost.Functions;

/// <summary>A binding in the form of function.json.</summary>
internal sealed class Binding(JObject json)
{
    /// <summary>In lower case: httptrigger, durableclient …</summary>
    public string Type { get; } = Required(json, "type").ToLowerInvariant();

    public string Name { get; } = Required(json, "name");

    public bool IsInput => string.Equals("in", this["direction"], StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the extension takes what the function returns.</summary>
    public bool HasResult => Type is "activitytrigger" or "entitytrigger" or "orchestrationtrigger";

    /// <summary>A property as text; null if it is not given.</summary>
    public string? this[string property] => (string?)json.GetValue(property, StringComparison.OrdinalIgnoreCase);

    public bool? Flag(string property) => (bool?)json.GetValue(property, StringComparison.OrdinalIgnoreCase);

    public IReadOnlyList<string>? List(string property) =>
        (json.GetValue(property, StringComparison.OrdinalIgnoreCase) as JArray)?.Select(value => (string)value!).ToList();

    private static string Required(JObject json, string property) =>
        (string?)json.GetValue(property, StringComparison.OrdinalIgnoreCase)
        ?? throw new HostStartException($"A binding of the app has no {property}: {json.ToString(Newtonsoft.Json.Formatting.None)}");
}
