namespace Orders.Functions.Domain.Payments;

/// <summary>
/// A payment provider that can be asked what is true of a payment or refund: where its notifications are hints only, and where they may
/// have been lost. What it tells has the same event ids however often it is asked, so that nothing is told twice.
/// </summary>
public interface IPaymentNews
{
    /// <inheritdoc cref="IPaymentProvider.Name"/>
    string Name { get; }

    /// <summary>All that is to be told of something, told before or not; nothing if it is none of ours.</summary>
    /// <param name="about">As a notification names it, or <see cref="SubjectsAsync"/>.</param>
    /// <exception cref="HttpRequestException">The company could not be reached or is in trouble; ask again later.</exception>
    Task<IReadOnlyList<PaymentNews>> ReadAsync(string about, CancellationToken cancellation = default);

    /// <summary>What there may be news of: what was made since a time, and refunds that are open.</summary>
    /// <exception cref="HttpRequestException">The company could not be reached or is in trouble; ask again later.</exception>
    Task<IReadOnlyList<PaymentSubject>> SubjectsAsync(DateTimeOffset since, CancellationToken cancellation = default);

    /// <summary>News that were asked for are kept: what they bring to its end is not among the subjects any more.</summary>
    Task ToldAsync(string about, IReadOnlyList<PaymentNews> news, CancellationToken cancellation = default);
}

/// <summary>What a payment provider tells of an order.</summary>
/// <param name="Update">Its event id starts with the provider's name.</param>
public sealed record PaymentNews(string OrderId, PaymentUpdate Update);

/// <param name="About">As the provider names it.</param>
/// <param name="IsFinal">There will be no more news of it than there are.</param>
public sealed record PaymentSubject(string About, bool IsFinal);
