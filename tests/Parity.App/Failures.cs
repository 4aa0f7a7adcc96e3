using DurableTask.Core;
using Microsoft.DurableTask;

namespace Parity.App;

/// <summary>Failures in one line: type and message, then what caused it. No stack traces.</summary>
public static class Failures
{
    /// <param name="failure">Null, whatever the SDK's annotations say, where the engine told none: an unknown child.</param>
    public static string Describe(TaskFailureDetails? failure)
    {
        if (failure is null)
            return "no details";
        var line = $"{failure.ErrorType}: {failure.ErrorMessage}";
        return failure.InnerFailure is { } inner ? $"{line}, caused by {Describe(inner)}" : line;
    }

    public static string Describe(FailureDetails failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        var line = $"{failure.ErrorType}: {failure.ErrorMessage}";
        return failure.InnerFailure is { } inner ? $"{line}, caused by {Describe(inner)}" : line;
    }
}
