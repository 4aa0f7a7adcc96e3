using Orders.Functions.Domain.Status;
using Orders.Functions.Storage.Messaging;

namespace Orders.Functions.Http.Operations;

/// <summary>An alert as operations see it: with what they should do about it.</summary>
internal sealed record AlertView
{
    public required string Id { get; init; }

    public required AlertKind Kind { get; init; }

    public string? OrderId { get; init; }

    public required string Text { get; init; }

    public required string ToDo { get; init; }

    public required DateTimeOffset RaisedAt { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }

    public string? ClosedBy { get; init; }

    public string? Note { get; init; }

    public static AlertView Of(OpsAlert alert) =>
        new()
        {
            Id = alert.Id,
            Kind = alert.Kind,
            OrderId = alert.OrderId,
            Text = alert.Text,
            ToDo = AlertTexts.For(alert.Kind).ToDo,
            RaisedAt = alert.RaisedAt,
            ClosedAt = alert.ClosedAt,
            ClosedBy = alert.ClosedBy,
            Note = alert.Note,
        };
}
