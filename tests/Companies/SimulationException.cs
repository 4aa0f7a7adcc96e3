namespace Companies;

/// <summary>The simulation itself cannot go on, or found that the app broke its promise.</summary>
internal sealed class SimulationException(string message) : Exception(message);
