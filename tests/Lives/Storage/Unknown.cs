using System.Runtime.CompilerServices;

namespace Lives.Storage;

/// <summary>For what the SDK's clients can do and the app does not use.</summary>
internal static class Unknown
{
    public static NotSupportedException Method([CallerMemberName] string name = "") => new($"The simulated storage has no {name}.");

    /// <summary>Refuses an option that the simulation would ignore.</summary>
    public static void Refuse(object? option, [CallerArgumentExpression(nameof(option))] string name = "")
    {
        if (option is not null)
            throw new NotSupportedException($"The simulated storage does not know the option {name}.");
    }
}
