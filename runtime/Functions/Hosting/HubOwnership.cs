namespace LocalRuntime.Functions.Hosting;

/// <summary>Tells when this host owns its hub.</summary>
/// <param name="OwnedAsync">Waits until it does; the answer is cancelled when the hub is lost.</param>
internal sealed record HubOwnership(Func<CancellationToken, Task<CancellationToken>> OwnedAsync);
