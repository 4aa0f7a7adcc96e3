using DurableTask.Core;
using Microsoft.DurableTask;

namespace Parity.App;

/// <summary>Failures in one line: type and message, then what caused it. No stack traces.</summary>
public static class Failures
{
    public static string Describe(TaskFailureDetails failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        var line = $"{failure.ErrorType}: {failure.ErrorMessage}";
        return failure.InnerFailure is { } inner ? $"{line} <- {Describe(inner)}" : line;
    }

    public static string Describe(FailureDetails failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        var line = $"{failure.ErrorType}: {failure.ErrorMessage}";
        return failure.InnerFailure is { } inner ? $"{line} <- {Describe(inner)}" : line;
    }
}
