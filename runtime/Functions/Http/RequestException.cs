namespace LocalRuntime.Functions.Http;

/// <summary>A request that does not fit its function's parameters.</summary>
/// <param name="status">The answer's HTTP status.</param>
/// <param name="field">The parameter, or the place in the body.</param>
internal sealed class RequestException(int status, string field, string message, Exception? inner = null) : Exception(message, inner)
{
    public int Status { get; } = status;

    public string Field { get; } = field;
}
