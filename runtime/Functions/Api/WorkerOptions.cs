using Azure.Core.Serialization;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Settings of the worker.</summary>
public class WorkerOptions
{
    /// <summary>Reads JSON bodies and messages into parameters; System.Text.Json with web defaults (camelCase) when null.</summary>
    public ObjectSerializer? Serializer { get; set; }
}
