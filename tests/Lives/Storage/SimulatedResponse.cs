using System.Diagnostics.CodeAnalysis;
using Azure;
using Azure.Core;

namespace Lives.Storage;

/// <summary>An answer: its status and, of a write, the version that it made.</summary>
internal sealed class SimulatedResponse(int status, string? etag = null) : Response
{
    public static SimulatedResponse Ok { get; } = new(200);

    public static SimulatedResponse NoContent { get; } = new(204);

    public static SimulatedResponse NotFound { get; } = new(404);

    public override int Status => status;

    public override string ReasonPhrase => "";

    public override Stream? ContentStream { get; set; }

    public override string ClientRequestId { get; set; } = "";

    public override void Dispose() { }

    protected override bool ContainsHeader(string name) => TryGetHeader(name, out _);

    protected override IEnumerable<HttpHeader> EnumerateHeaders() => etag is null ? [] : [new HttpHeader("ETag", etag)];

    protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value)
    {
        value = string.Equals(name, "ETag", StringComparison.OrdinalIgnoreCase) ? etag : null;
        return value is not null;
    }

    protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
    {
        values = TryGetHeader(name, out var value) ? [value] : null;
        return values is not null;
    }
}

/// <summary>The answer that there is nothing.</summary>
internal sealed class NoValueResponse<T> : NullableResponse<T>
{
    public override bool HasValue => false;

    public override T? Value => throw new InvalidOperationException("There is no value.");

    public override Response GetRawResponse() => SimulatedResponse.NotFound;
}
