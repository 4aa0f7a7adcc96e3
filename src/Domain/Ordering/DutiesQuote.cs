namespace Orders.Functions.Domain.Ordering;

/// <summary>What customs will take, as the customer was shown it.</summary>
/// <param name="Version">Of the table of rates.</param>
/// <param name="Amount">Duties and taxes of all lines; null: nothing is known of what the country takes.</param>
/// <param name="Accepted">The customer agreed to it.</param>
public sealed record DutiesQuote(string Version, DutyTerms Terms, Money? Amount, IReadOnlyList<DutyLine> Lines, bool Accepted = false)
{
    /// <summary>What of it is due to us.</summary>
    public Money DueToUs(string currency) => Terms == DutyTerms.Ddp && Amount is { } amount ? amount : Money.Zero(currency);

    /// <summary>
    /// True if the customer has to be asked (again): another address or other goods bring more than they accepted, or what they paid us is
    /// to be paid on delivery. Less of the same, or what they would have paid on delivery paid with the order, is no question.
    /// </summary>
    /// <param name="before">What was accepted; null: nothing was to accept.</param>
    public static bool AsksAnew(DutiesQuote? before, DutiesQuote? now) =>
        now is not null && (before is not { Accepted: true } || IsWorse(before.Terms, now.Terms) || IsMore(before.Amount, now.Amount));

    private static bool IsWorse(DutyTerms before, DutyTerms now) => (before, now) == (DutyTerms.Ddp, DutyTerms.Dap);

    // What is not known may be more.
    private static bool IsMore(Money? before, Money? now) =>
        before is { } known && now is { } amount ? amount.Currency != known.Currency || amount > known : before != now;
}

/// <summary>What customs take for one line.</summary>
public sealed record DutyLine
{
    public required string Sku { get; init; }

    public string? HsCode { get; init; }

    public string? OriginCountry { get; init; }

    /// <summary>The line's price.</summary>
    public required Money Value { get; init; }

    /// <summary>The rate in hundredths of a percent, whether or not it was applied.</summary>
    public required int DutyBasisPoints { get; init; }

    public required Money Duty { get; init; }

    /// <summary>The goods are worth so little that no duty is taken (de minimis).</summary>
    public required bool DutyFree { get; init; }

    public required int TaxBasisPoints { get; init; }

    public required Money Tax { get; init; }

    /// <summary>So little that no tax is.</summary>
    public required bool TaxFree { get; init; }
}

/// <summary>Who pays what customs take (Incoterms 2020).</summary>
public enum DutyTerms
{
    /// <summary>Delivered at place: the recipient, on delivery.</summary>
    Dap,

    /// <summary>Delivered duty paid: the customer pays us with the order, we pay customs.</summary>
    Ddp,
}
