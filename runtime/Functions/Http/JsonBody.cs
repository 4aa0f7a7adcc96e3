namespace LocalRuntime.Functions.Http;

/// <summary>Reads a request's JSON body into a parameter marked FromBody.</summary>
internal static class JsonBody;
