namespace Simulation.Storage;

/// <summary>What stands between the app's code and its storage: lets a call through, keeps it waiting, or has it fail.</summary>
internal interface IGate
{
    /// <summary>Before a call does its work. Throws if the storage does not answer and has done nothing; never completes if the process died.</summary>
    Task BeforeAsync(StorageCall call);

    /// <summary>After a call has done its work. Throws if the answer is lost; never completes if the process died.</summary>
    Task AfterAsync(StorageCall call);
}

/// <param name="Store">The table, queue or container.</param>
/// <param name="Key">Partition and row, blob or message.</param>
internal readonly record struct StorageCall(string Store, StorageVerb Verb, string Key)
{
    public bool Writes => Verb is not (StorageVerb.Get or StorageVerb.Query);
}

/// <summary>How a call looks from outside: decides how its repetition by the SDK would be answered.</summary>
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
