namespace Fuzz.Make;

/// <summary>Spoils JSON in one place.</summary>
internal static class JsonMutations
{
    private static readonly string[] Kinds = ["null", "true", "false", "0", "\"text\"", "[]", "{}", "[[]]", "[null]", "{\"a\":1}"];

    /// <returns>What was done.</returns>
    public static string Apply(Tree root, Random random)
    {
        var all = root.All().ToArray();
        var node = all[random.Next(all.Length)];
        var parents = all.Where(one => one.Items.Count > 0).ToArray();
        var parent = parents.Length == 0 ? null : parents[random.Next(parents.Length)];
        var at = parent is null ? 0 : random.Next(parent.Items.Count);
        switch (random.Next(13))
        {
            case 0 when parent is not null:
                var gone = parent.Items[at].Name;
                parent.Items.RemoveAt(at);
                return $"without {gone}";
            case 1:
                return Put(node, Kinds[random.Next(Kinds.Length)]);
            case 2 or 3:
                return Put(Leaf(all, random), Nasty.Strings[random.Next(Nasty.Strings.Count)]);
            case 4 or 5:
                return Put(Number(all, random), Nasty.Numbers[random.Next(Nasty.Numbers.Count)]);
            case 6 when parent is { Kind: '{' }:
                parent.Items.Insert(
                    random.Next(parent.Items.Count + 1),
                    (
                        parent.Items[at].Name,
                        random.Next(2) == 0 ? parent.Items[at].Node.Copy() : Tree.Value(Kinds[random.Next(Kinds.Length)])
                    )
                );
                return $"{parent.Items[at].Name} twice";
            case 7 when parent is { Kind: '{' }:
                var name = random.Next(4) == 0 ? "\"__proto__\"" : Nasty.Strings[random.Next(Nasty.Strings.Count)];
                parent.Items.Add((name, Tree.Value(Kinds[random.Next(Kinds.Length)])));
                return $"with {name}";
            case 8 when parent is { Kind: '{' }:
                var renamed = random.Next(3) switch
                {
                    0 => parent.Items[at].Name.ToUpperInvariant(),
                    1 => $"\"\\u{(int)parent.Items[at].Name[1]:x4}{parent.Items[at].Name[2..]}",
                    _ => "\"\\ud800\"",
                };
                parent.Items[at] = (renamed, parent.Items[at].Node);
                return $"renamed to {renamed}";
            case 9:
                var depth = (int[])[2, 15, 17, 64, 2000];
                var deep = depth[random.Next(depth.Length)];
                return Put(
                    node,
                    random.Next(2) == 0
                        ? new string('[', deep) + new string(']', deep)
                        : string.Concat(Enumerable.Repeat("{\"a\":", deep)) + "1" + new string('}', deep),
                    $"nested {deep} deep"
                );
            case 10:
                var lengths = (int[])[40, 41, 100, 101, 201, 501, 5001, 70_000];
                var length = lengths[random.Next(lengths.Length)];
                return Put(
                    Leaf(all, random),
                    $"\"{string.Concat(Enumerable.Repeat(random.Next(3) switch { 0 => "a", 1 => "李", _ => "😀" }, length))}\"",
                    $"{length} characters"
                );
            case 11 when parent is { Kind: '[' }:
                var times = random.Next(2, 120);
                for (var more = 0; more < times; more++)
                    parent.Items.Add(("", parent.Items[at].Node.Copy()));
                return $"{times} more entries";
            default:
                var other = all[random.Next(all.Length)].Copy();
                return Put(node, other.ToString(), "another part in its place");
        }
    }

    private static string Put(Tree node, string raw, string? what = null)
    {
        node.Become(Tree.Value(raw));
        return what ?? $"{raw} in its place";
    }

    private static Tree Leaf(Tree[] all, Random random) => Choose(all, node => node.Kind == 'v', random);

    private static Tree Number(Tree[] all, Random random) =>
        Choose(all, node => node.Kind == 'v' && node.Raw.Length > 0 && (char.IsAsciiDigit(node.Raw[0]) || node.Raw[0] == '-'), random);

    private static Tree Choose(Tree[] all, Func<Tree, bool> fits, Random random) =>
        all.Where(fits).ToArray() is { Length: > 0 } fitting ? fitting[random.Next(fitting.Length)] : all[random.Next(all.Length)];
}
