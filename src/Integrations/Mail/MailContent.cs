using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Integrations.Mail;

/// <summary>Everything that a mail is made of, before it has words.</summary>
/// <param name="Parcels">The order's parcels, as they stand.</param>
/// <param name="Licences">For <see cref="MailKind.Licences"/>, and those that a return or the order's cancel took back; empty otherwise.</param>
public sealed record MailContent(
    Order Order,
    OrderState State,
    IReadOnlyList<ParcelState> Parcels,
    Contact Contact,
    OwedMail Mail,
    IReadOnlyList<Licence> Licences
)
{
    /// <summary>Opens the customer's order page; in every mail that is sent.</summary>
    public Uri? PageUrl { get; init; }

    /// <summary>What the products are called that the order has, had, or may have; those of the order if not given.</summary>
    public ProductNames Names { get; init; } = new(Order.Lines);

    /// <summary>The claim, return or request that the mail is about.</summary>
    public CaseState? Case { get; init; }

    /// <summary>What the customer wrote in it, opened.</summary>
    public string? Question { get; init; }

    /// <summary>What the shop wrote in it, opened.</summary>
    public string? Answer { get; init; }
}

/// <summary>A mail in words, in the customer's language.</summary>
/// <param name="Subject">One line.</param>
public sealed record MailText(string Subject, string Html, string Text);
