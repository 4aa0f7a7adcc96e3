namespace Microsoft.DurableTask;

/// <summary>An activity or sub-orchestration failed, and no retry is left.</summary>
public sealed class TaskFailedException : Exception
{
    public TaskFailedException(string taskName, int taskId, Exception innerException)
        : base(Describe(taskName, taskId, innerException?.Message), innerException)
    {
        ArgumentNullException.ThrowIfNull(innerException);
        TaskName = taskName;
        TaskId = taskId;
        FailureDetails = TaskFailureDetails.FromException(innerException);
    }

    public TaskFailedException(string taskName, int taskId, TaskFailureDetails failureDetails)
        : base(Describe(taskName, taskId, failureDetails?.ErrorMessage))
    {
        ArgumentNullException.ThrowIfNull(failureDetails);
        TaskName = taskName;
        TaskId = taskId;
        FailureDetails = failureDetails;
    }

    public string TaskName { get; }

    /// <summary>The sequence id of the call in the orchestration's history.</summary>
    public int TaskId { get; }

    public TaskFailureDetails FailureDetails { get; }

    public bool IsCausedByException<T>()
        where T : Exception
        => FailureDetails.IsCausedBy<T>();

    private static string Describe(string name, int id, string? message) => $"Task '{name}' (#{id}) failed with an unhandled exception: {message}";
}
