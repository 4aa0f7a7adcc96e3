using LocalRuntime.DurableTask.Core;

namespace Microsoft.DurableTask;

/// <summary>What is remembered of an exception: text, not the object.</summary>
/// <param name="ErrorType">The full name of the exception's type.</param>
public record TaskFailureDetails(
    string ErrorType,
    string ErrorMessage,
    string? StackTrace,
    TaskFailureDetails? InnerFailure,
    IDictionary<string, object?>? Properties)
{
    public static TaskFailureDetails FromException(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return new TaskFailureDetails(
            exception.GetType().FullName ?? exception.GetType().Name,
            exception.Message,
            exception.StackTrace,
            exception is TaskFailedException failed ? failed.FailureDetails : exception.InnerException is { } inner ? FromException(inner) : null,
            null);
    }

    /// <summary>Whether the failure was an exception of this type or one derived from it.</summary>
    public bool IsCausedBy<T>()
        where T : Exception
        => IsCausedBy(typeof(T));

    public bool IsCausedBy(Type targetBaseExceptionType)
    {
        ArgumentNullException.ThrowIfNull(targetBaseExceptionType);
        if (!typeof(Exception).IsAssignableFrom(targetBaseExceptionType))
            throw new ArgumentException($"{targetBaseExceptionType} is not an exception.", nameof(targetBaseExceptionType));
        return ExceptionTypes.IsOrDerivesFrom(ErrorType, targetBaseExceptionType);
    }

    public override string ToString() => $"{ErrorType}: {ErrorMessage}";
}
