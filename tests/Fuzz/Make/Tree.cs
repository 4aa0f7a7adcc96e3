using System.Text;
using System.Text.Json;

namespace Fuzz.Make;

/// <summary>JSON that may be wrong: members twice, names and values as they stand on the wire.</summary>
internal sealed class Tree
{
    private Tree(char kind, string raw) => (Kind, Raw) = (kind, raw);

    /// <summary><c>{</c>, <c>[</c>, or <c>v</c> for a value.</summary>
    public char Kind { get; private set; }

    /// <summary>Of a value: its JSON, or what stands in its place.</summary>
    public string Raw { get; private set; }

    /// <summary>Of an object the members, of a list the entries; the names with their quotes, empty in a list.</summary>
    public List<(string Name, Tree Node)> Items { get; } = [];

    public static Tree Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Of(document.RootElement);
    }

    public static Tree Value(string raw) => new('v', raw);

    /// <summary>This and all below it.</summary>
    public IEnumerable<Tree> All() => Items.SelectMany(item => item.Node.All()).Prepend(this);

    /// <summary>Puts something else in its place.</summary>
    public void Become(Tree other)
    {
        (Kind, Raw) = (other.Kind, other.Raw);
        var items = other.Items.ToArray();
        Items.Clear();
        Items.AddRange(items);
    }

    public Tree Copy()
    {
        var copy = new Tree(Kind, Raw);
        copy.Items.AddRange(Items.Select(item => (item.Name, item.Node.Copy())));
        return copy;
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        Write(text);
        return text.ToString();
    }

    private static Tree Of(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var members = new Tree('{', "");
                members.Items.AddRange(
                    element.EnumerateObject().Select(member => (JsonSerializer.Serialize(member.Name), Of(member.Value)))
                );
                return members;
            case JsonValueKind.Array:
                var list = new Tree('[', "");
                list.Items.AddRange(element.EnumerateArray().Select(item => ("", Of(item))));
                return list;
            default:
                return Value(element.GetRawText());
        }
    }

    private void Write(StringBuilder text)
    {
        if (Kind == 'v')
        {
            text.Append(Raw);
            return;
        }

        text.Append(Kind);
        for (var i = 0; i < Items.Count; i++)
        {
            text.Append(i == 0 ? "" : ",");
            if (Kind == '{')
                text.Append(Items[i].Name).Append(':');
            Items[i].Node.Write(text);
        }

        text.Append(Kind == '{' ? '}' : ']');
    }
}
