using Orders.Functions.Domain.Status;
using Orders.Functions.Storage.Messaging;

namespace Orders.Functions.Http.Operations;

/// <summary>An alert as operations see it: with what they should do about it.</summary>
internal sealed record AlertView(
    string Id,
    AlertKind Kind,
    string? OrderId,
    string Text,
    string ToDo,
    DateTimeOffset RaisedAt,
    DateTimeOffset? ClosedAt,
    string? ClosedBy,
    string? Note
)
{
    public static AlertView Of(OpsAlert alert) =>
        new(
            alert.Id,
            alert.Kind,
            alert.OrderId,
            alert.Text,
            AlertTexts.For(alert.Kind).ToDo,
            alert.RaisedAt,
            alert.ClosedAt,
            alert.ClosedBy,
            alert.Note
        );
}
