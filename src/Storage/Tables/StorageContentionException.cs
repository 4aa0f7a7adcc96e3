namespace Orders.Functions.Storage.Tables;

/// <summary>A row was changed by others at the same moment, too many times in a row; the call may be repeated later.</summary>
public sealed class StorageContentionException : Exception
{
    public StorageContentionException() { }

    public StorageContentionException(string message)
        : base(message) { }

    public StorageContentionException(string message, Exception innerException)
        : base(message, innerException) { }
}
