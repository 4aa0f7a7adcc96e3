namespace LocalRuntime.DurableTask.Core;

/// <summary>Orchestrator code did not do what its history says it did, or waited for something that is no durable task.</summary>
internal sealed class NonDeterministicOrchestrationException(string message) : Exception(message);
