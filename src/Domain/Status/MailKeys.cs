namespace Orders.Functions.Domain.Status;

/// <summary>The references under which mails of one kind are told apart.</summary>
public static class MailKeys
{
    /// <summary>The reference of a further mail about the same: it is still about the same parcel or case.</summary>
    /// <param name="times">2 for the second.</param>
    public static string Again(string reference, int times) =>
        reference.Length == 0 ? FormattableString.Invariant($"{times}")
        : reference.StartsWith("parcel-", StringComparison.Ordinal) ? FormattableString.Invariant($"{reference}/{times}")
        : FormattableString.Invariant($"{reference}:{times}");
}
