namespace Microsoft.DurableTask;

/// <summary>How inputs, results, events and statuses become text and back.</summary>
public abstract class DataConverter
{
    protected DataConverter()
    {
    }

    /// <returns>The text, or null for null.</returns>
    public abstract string? Serialize(object? value);

    public abstract object? Deserialize(string? data, Type targetType);

    public virtual T? Deserialize<T>(string? data) => (T?)(Deserialize(data, typeof(T)) ?? default(T));
}
