using Lives.Storage;
using Orders.Functions.Storage.Tables;

namespace Lives.Oracle;

internal static class StoredRecords
{
    /// <summary>The record that the app wrote into a row.</summary>
    public static T Read<T>(this StoredRow row) => row.ToEntity().Read<T>();
}
