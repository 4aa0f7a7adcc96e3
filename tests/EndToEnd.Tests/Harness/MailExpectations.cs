namespace EndToEnd.Tests.Harness;

/// <summary>What customers should have got.</summary>
internal static class MailExpectations
{
    /// <summary>
    /// Waits until as many mails came as these, and makes sure that they are these, each once. Mails of one moment may overtake each other
    /// on their way.
    /// </summary>
    /// <param name="kinds">For example <c>received</c>, <c>shipped</c>.</param>
    /// <returns>The mails in the order of <paramref name="kinds"/>.</returns>
    public static async Task<IReadOnlyList<Mail>> ExpectAsync(this Mailbox mailbox, string orderId, params string[] kinds)
    {
        var mails = await Eventually.GetAsync(
            async () => (await mailbox.OfAsync(orderId)).Where(IsExpected).ToList(),
            mails => mails.Count >= kinds.Length,
            $"{kinds.Length} mails"
        );
        Assert.Equal(kinds.Order(StringComparer.Ordinal), mails.Select(mail => mail.Kind).Order(StringComparer.Ordinal));
        return [.. mails.OrderBy(mail => Array.IndexOf(kinds, mail.Kind))];

        // Who pays at once is faster than the mail that asks for it, which lapses then.
        bool IsExpected(Mail mail) => mail.Kind != "payment_requested" || kinds.Contains(mail.Kind);
    }
}
