using System.Runtime.CompilerServices;
using Azure;

namespace Lives.Storage;

/// <summary>What the services answer when they refuse, by their documented codes.</summary>
internal static class StorageError
{
    public static RequestFailedException AlreadyExists(string key) => Of(409, "EntityAlreadyExists", key);

    public static RequestFailedException NotFound(string key) => Of(404, "ResourceNotFound", key);

    public static RequestFailedException Changed(string key) => Of(412, "UpdateConditionNotSatisfied", key);

    public static RequestFailedException Bad(string code, string what) => Of(400, code, what);

    public static RequestFailedException Of(int status, string code, string what) =>
        new(status, $"{code}: {what}", code, innerException: null);

    /// <summary>Refuses an option that the simulation would ignore.</summary>
    public static void RefuseOption(object? option, [CallerArgumentExpression(nameof(option))] string name = "")
    {
        if (option is not null)
            throw new NotSupportedException($"The simulated storage does not know the option {name}.");
    }
}
