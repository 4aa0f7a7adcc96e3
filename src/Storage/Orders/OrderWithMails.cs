using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Views;

namespace Orders.Functions.Storage.Orders;

/// <summary>An order and the mails that it owes or owed.</summary>
public sealed record OrderWithMails(OrderRecord Order, IReadOnlyList<OutboxMail> Mails)
{
    /// <summary>Null if the order owes no such mail.</summary>
    public OutboxMail? Find(MailKind kind, string reference) =>
        Mails.FirstOrDefault(owed => owed.Mail.Kind == kind && owed.Mail.Reference == reference);

    /// <summary>The mails that were owed before one, have not gone out, and are not in trouble; first what was owed first.</summary>
    public IEnumerable<OutboxMail> UnderWayBefore(OutboxMail mail) =>
        Mails.Where(other => other.OwedAt < mail.OwedAt && other.IsUnderWay).OrderBy(other => other.OwedAt);
}
