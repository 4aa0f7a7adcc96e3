using LocalHost.Worker.Protocol;

namespace LocalHost.Worker;

/// <summary>
/// The worker ended, or there is none. The Durable extension knows it by its name and takes an orchestrator's or entity's work item up
/// again; an activity fails by it, as on Azure, and what the app asked for as retries applies.
/// </summary>
internal sealed class WorkerProcessExitException(string message) : Exception(message);

/// <summary>
/// A function failed. The message has the official host's form, out of which the Durable extension takes the failure details.
/// </summary>
internal sealed class WorkerFunctionException(StatusResult result)
    : Exception($"Result: {result.Status}\nException: {result.Exception?.Message}\nStack: {result.Exception?.StackTrace}");
