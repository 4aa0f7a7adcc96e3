namespace Lives.Storage;

/// <summary>What stands between the app's code and its storage: lets a call through, keeps it waiting, or has it fail.</summary>
internal interface IGate
{
    /// <summary>
    /// Before a call does its work. Throws if the storage does not answer and has done nothing; never completes if the process died.
    /// </summary>
    Task BeforeAsync(StorageCall call);

    /// <summary>
    /// After a call has done its work, or was refused. Throws if the answer is lost; never completes if the process died.
    /// </summary>
    Task AfterAsync(StorageCall call);

    /// <summary>
    /// Whether the SDK asks once more because the first answer was lost: a call that did its work then does it again, and only the second
    /// answer is heard.
    /// </summary>
    bool IsRepeated(StorageCall call) => false;
}

/// <param name="Store">The table, queue or container.</param>
/// <param name="Partition">The row's partition, the blob or the message; the filter of a query; empty for the store itself.</param>
/// <param name="Row">Empty where there is none; of a transaction, its first row.</param>
internal readonly record struct StorageCall(string Store, StorageVerb Verb, string Partition, string Row = "")
{
    public string Key => Row.Length == 0 ? Partition : $"{Partition}|{Row}";

    public bool Writes => Verb is not (StorageVerb.Get or StorageVerb.Query);
}

/// <summary>What a call is for.</summary>
internal enum StorageVerb
{
    Get,
    Query,
    Add,
    Upsert,
    Update,
    Delete,
    Transaction,
    Send,
    Upload,
}
