using Lives.Storage;

namespace Lives.Oracle;

/// <summary>
/// The honest judge of one life: knows what was promised, reads what everybody's books say, and names each promise that was not kept.
/// </summary>
internal sealed class Judge
{
    private readonly Life _life;
    private readonly Books _books = new();
    private readonly IReadOnlyList<Invariant> _invariants = Invariants.All();

    private Judge(Life life)
    {
        _life = life;
        foreach (var invariant in _invariants)
            invariant.Watch(life, _books);
        life.World.Tables.Changed += OnRow;
        life.World.Watch += OnMove;
    }

    /// <summary>Watches a life that has not begun.</summary>
    public static Judge Over(Life life) => new(life);

    /// <summary>What was not kept so far, as it was seen.</summary>
    public IReadOnlyList<Violation> Violations => [.. _invariants.SelectMany(invariant => invariant.Violations)];

    /// <summary>Looks at how it ended.</summary>
    /// <returns>All that was not kept, on the way and at the end.</returns>
    public IReadOnlyList<Violation> Conclude()
    {
        var ending = Ending.Of(_life);
        foreach (var invariant in _invariants)
            invariant.AtEnd(ending);
        return Violations;
    }

    private void OnRow(string table, StoredRow row)
    {
        _books.OnRow(table, row);
        foreach (var invariant in _invariants)
            invariant.OnRow(table, row);
    }

    private void OnMove()
    {
        foreach (var invariant in _invariants)
            invariant.OnMove();
    }
}
