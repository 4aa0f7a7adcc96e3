namespace LocalRuntime.Functions.Hosting;

/// <summary>The host cannot start, for a reason that one sentence tells to the person who started it.</summary>
internal sealed class HostStartException(string message, Exception? inner = null) : Exception(message, inner);
