namespace Orders.Functions.Domain.Ordering;

/// <summary>All that is wrong with a request, by the path of the field: <c>lines[0].quantity</c>.</summary>
public sealed class FieldErrors
{
    private readonly OrderedDictionary<string, List<string>> _errors = new(StringComparer.Ordinal);

    public bool Any => _errors.Count > 0;

    /// <param name="path">Empty for the request as a whole.</param>
    /// <param name="message">A sentence without the field's name.</param>
    public void Add(string path, string message)
    {
        if (!_errors.TryGetValue(path, out var messages))
            _errors.Add(path, messages = []);
        messages.Add(message);
    }

    /// <summary>In the order in which they were found.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> ToDictionary()
    {
        var result = new OrderedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var (path, messages) in _errors)
            result.Add(path, messages);
        return result;
    }
}
