namespace Lives.Storage;

/// <summary>Lets every call through at once.</summary>
internal sealed class OpenGate : IGate
{
    public static OpenGate Instance { get; } = new();

    public Task BeforeAsync(StorageCall call) => Task.CompletedTask;

    public Task AfterAsync(StorageCall call) => Task.CompletedTask;
}
