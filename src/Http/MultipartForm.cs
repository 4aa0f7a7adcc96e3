using Orders.Functions.Documents;
using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Http;

/// <summary>What came in a <c>multipart/form-data</c> body: texts by name, and files that were looked through already.</summary>
internal sealed class MultipartForm
{
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly List<CleanFile> _files = [];

    /// <summary>In the order in which they came.</summary>
    public IReadOnlyList<CleanFile> Files => _files;

    /// <summary>
    /// A text of 1 to <paramref name="max"/> characters in its one form (<see cref="TextInput"/>); line ends and tabs are its only control
    /// characters. Empty if it is missing, and then <paramref name="errors"/> says so, as it says what else is wrong.
    /// </summary>
    public string Text(string name, int max, FieldErrors errors)
    {
        if (!_texts.TryGetValue(name, out var text))
        {
            errors.Add(name, "Is missing.");
            return "";
        }

        if (TextInput.TryRead(text, TextKind.Prose, out text) is { } complaint)
            errors.Add(name, complaint);
        else if (text.Length == 0)
            errors.Add(name, "Is empty.");
        else if (TextInput.Length(text) > max)
            errors.Add(name, $"Is longer than {max} characters.");
        return text;
    }

    /// <summary>One of the names of an enum.</summary>
    public T Choice<T>(string name, FieldErrors errors)
        where T : struct, Enum
    {
        if (!_texts.TryGetValue(name, out var text))
            errors.Add(name, "Is missing.");
        else if (OrderJson.TryParse<T>(text.Trim(), out var value))
            return value;
        else
            errors.Add(name, $"Should be one of {string.Join(", ", Enum.GetValues<T>().Select(OrderJson.Name))}.");
        return default;
    }

    /// <summary>The texts that nobody knows are wrong.</summary>
    public void Close(FieldErrors errors, params ReadOnlySpan<string> known)
    {
        foreach (var name in _texts.Keys)
        {
            if (!known.Contains(name))
                errors.Add(TextInput.Cut(name, 60), "Is not a field of this request.");
        }
    }

    /// <returns>False if there was one of that name.</returns>
    internal bool Add(string name, string text) => _texts.TryAdd(name, text);

    internal void Add(CleanFile file) => _files.Add(file);
}
