using Azure;

namespace Lives.Storage;

/// <summary>The answer that there is nothing.</summary>
internal sealed class NoValueResponse<T> : NullableResponse<T>
{
    public static NoValueResponse<T> Instance { get; } = new();

    public override bool HasValue => false;

    public override T? Value => throw new InvalidOperationException("There is no value.");

    public override Response GetRawResponse() => SimulatedResponse.NotFound;
}
