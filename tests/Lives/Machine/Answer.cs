using System.Text.Json;
using Companies;
using Orders.Functions.Domain.Ordering;

namespace Lives.Machine;

/// <summary>What the app answered to an HTTP request.</summary>
internal sealed record Answer(int Status, JsonElement Body)
{
    /// <summary>With 500: what the function threw.</summary>
    public Exception? Error { get; init; }

    /// <summary>Of a page.</summary>
    public string? Html { get; init; }

    /// <summary>Yes; of a page, which sends its reader on: see other.</summary>
    public bool IsSuccess => IsYes(Status);

    /// <summary>The same request may be answered otherwise in a moment.</summary>
    public bool IsTrouble => Status >= 500;

    public string? Text(string name) =>
        Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    public static bool IsYes(int? status) => status is (>= 200 and < 300) or 303;

    /// <summary>The body, as the app wrote it.</summary>
    public T Read<T>() => Body.Deserialize<T>(OrderJson.Options) ?? throw new SimulationException($"The answer is no {typeof(T).Name}.");
}
