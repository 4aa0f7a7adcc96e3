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
}
