namespace Orders.Functions.Domain.Partners;

/// <summary>
/// What was asked of companies for an order, and what they answered. It is written down before it is asked, so that a call whose answer
/// was lost is looked up at the company and repeated under the same key, and never made a second time.
/// </summary>
public interface IPartnerLog
{
    /// <param name="key">Tells the calls of one order apart, the company's name first: <c>stripe/pay:1767225600</c>.</param>
    /// <returns>Null if nothing was written down under the key.</returns>
    Task<PartnerNote?> FindAsync(string orderId, string key, CancellationToken cancellation = default);

    /// <summary>Writes down what is about to be asked; what was written down first under a key stays, and is given.</summary>
    /// <param name="asked">JSON, without personal data.</param>
    Task<PartnerNote> AddAsync(string orderId, string key, string asked, CancellationToken cancellation = default);

    /// <summary>Writes down that it is asked anew: the company has not done what was asked before, and will not.</summary>
    Task<PartnerNote> RenewAsync(PartnerNote note, string asked, CancellationToken cancellation = default);

    /// <summary>Writes down what was answered, or what has become of it since.</summary>
    /// <param name="answer">JSON, without personal data.</param>
    Task AnswerAsync(PartnerNote note, string answer, CancellationToken cancellation = default);

    /// <summary>All that was asked for an order under keys that begin so, in the order of their keys.</summary>
    Task<IReadOnlyList<PartnerNote>> ListAsync(string orderId, string prefix, CancellationToken cancellation = default);
}

/// <param name="At">When it was written down that this is asked.</param>
/// <param name="Answer">Null: none has come yet, and whether the company has done it is not known.</param>
public sealed record PartnerNote(string OrderId, string Key, string Asked, DateTimeOffset At, string? Answer)
{
    /// <summary>The key under which the company is asked, however often.</summary>
    public string IdempotencyKey => FormattableString.Invariant($"{OrderId}:{Key}:{At.ToUnixTimeMilliseconds()}");
}
