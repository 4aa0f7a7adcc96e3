using Lives.Storage;

namespace Lives.Oracle;

/// <summary>One promise of the shop's, watched over one life. Its class name is the promise's name.</summary>
internal abstract class Invariant
{
    private readonly List<Violation> _violations = [];
    private readonly HashSet<Violation> _known = [];

    public string Name => GetType().Name;

    public IReadOnlyList<Violation> Violations => _violations;

    /// <summary>The life that it watches; set before anything happens.</summary>
    protected Life Life { get; private set; } = null!;

    /// <summary>What has been written so far.</summary>
    protected Books Books { get; private set; } = null!;

    public void Watch(Life life, Books books)
    {
        (Life, Books) = (life, books);
        Begin();
    }

    /// <summary>The life is about to begin.</summary>
    protected virtual void Begin() { }

    /// <summary>
    /// A row was written. Others of the same transaction may follow: what hangs together is judged in <see cref="OnMove"/>.
    /// </summary>
    public virtual void OnRow(string table, StoredRow row) { }

    /// <summary>Something happened, and is done.</summary>
    public virtual void OnMove() { }

    /// <summary>The life is over.</summary>
    public virtual void AtEnd(Ending ending) { }

    protected void Violated(string? orderId, string what)
    {
        var violation = new Violation(Name, orderId ?? "", what);
        if (_known.Add(violation))
            _violations.Add(violation);
    }

    protected void Expect(bool holds, string? orderId, FormattableString what)
    {
        if (!holds)
            Violated(orderId, FormattableString.Invariant(what));
    }
}
