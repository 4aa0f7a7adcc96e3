namespace LocalHost;

/// <summary>The host cannot start, for a reason that one sentence tells to the person who started it.</summary>
public sealed class HostStartException(string message, Exception? inner = null) : Exception(message, inner);
