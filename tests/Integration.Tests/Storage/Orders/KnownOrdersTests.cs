using System.Text.Json;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Orders;

namespace Integration.Tests.Storage.Orders;

/// <summary>What a process knows of an order: while it alone writes it, and while another does.</summary>
public sealed class KnownOrdersTests(AzuriteFixture azurite)
{
    private readonly Stores _looker = new(azurite);
    private readonly Stores _writer = new(azurite);
    private readonly Order _order = Samples.Order(AzuriteFixture.NewId("o"));

    [Fact]
    public async Task Look_at_an_unchanged_order_is_one_request()
    {
        await PlaceAsync();
        await LookAsync();
        var before = _looker.Wire.Requests;

        for (var look = 0; look < 5; look++)
            Assert.Equal(OrderStatus.InReview, (await LookAsync()).State.Status);

        Assert.Equal(5, _looker.Wire.Requests - before);
    }

    [Fact]
    public async Task Look_sees_each_change_that_another_process_made()
    {
        await PlaceAsync();
        await LookAsync();

        await _writer.Orders.RecordAsync(Samples.Paid(_order, sequence: 2));
        Assert.Equal(2, (await LookAsync()).State.Sequence);

        await _writer.Orders.RecordParcelAsync(new ParcelProgress(_order.OrderId, Parcel(sequence: 1, ParcelStatus.LabelCreated)));
        Assert.Equal(ParcelStatus.LabelCreated, Assert.Single((await LookAsync()).Parcels).Status);
        await _writer.Orders.RecordParcelAsync(new ParcelProgress(_order.OrderId, Parcel(sequence: 2, ParcelStatus.PickedUp)));
        Assert.Equal(ParcelStatus.PickedUp, Assert.Single((await LookAsync()).Parcels).Status);

        var entries = (await LookAsync()).Ledger.Count;
        var late = new LedgerEntry("late/capture:pi-1", LedgerKind.Captured, _order.Total, Samples.Noon, "pi-1");
        await _writer.Orders.AppendLedgerAsync(_order.OrderId, late);
        await _writer.Orders.AppendLedgerAsync(_order.OrderId, late);
        Assert.Equal(entries + 1, (await LookAsync()).Ledger.Count);

        var claim = Claim();
        Assert.Null(await _writer.Orders.FileCaseAsync(_order.OrderId, claim));
        Assert.Equal(claim.CaseId, Assert.Single((await LookAsync()).Cases).CaseId);
        await _writer.Orders.WithdrawCaseAsync(_order.OrderId, claim);
        await _writer.Orders.WithdrawCaseAsync(_order.OrderId, claim);
        Assert.Empty((await LookAsync()).Cases);
    }

    [Fact]
    public async Task Own_changes_are_seen_without_reading_the_order_again()
    {
        await PlaceAsync();
        await _writer.Orders.RecordAsync(Samples.Paid(_order, sequence: 2));
        await _writer.Orders.RecordParcelAsync(new ParcelProgress(_order.OrderId, Parcel(sequence: 1, ParcelStatus.LabelCreated)));
        var before = _writer.Wire.Requests;

        var known = (await _writer.Orders.FindAsync(_order.OrderId))!;

        Assert.Equal(1, _writer.Wire.Requests - before);
        var stored = (await _looker.Orders.FindAsync(_order.OrderId))!;
        Assert.Equal(Json(stored), Json(known));
        Assert.Equal((2, ParcelStatus.LabelCreated), (known.State.Sequence, known.Parcels[0].Status));
    }

    [Fact]
    public async Task Changes_of_two_processes_are_seen_by_both()
    {
        await PlaceAsync();
        await LookAsync();
        await _looker.Orders.RecordAsync(Samples.Paid(_order, sequence: 2));
        await _writer.Orders.RecordParcelAsync(new ParcelProgress(_order.OrderId, Parcel(sequence: 1, ParcelStatus.LabelCreated)));
        await _looker.Orders.RecordParcelAsync(new ParcelProgress(_order.OrderId, Parcel(sequence: 2, ParcelStatus.PickedUp)));

        foreach (var process in new[] { _looker, _writer })
        {
            var record = (await process.Orders.FindAsync(_order.OrderId))!;
            Assert.Equal((2, ParcelStatus.PickedUp), (record.State.Sequence, Assert.Single(record.Parcels).Status));
        }
    }

    [Fact]
    public async Task Steps_written_at_the_same_time_are_all_known()
    {
        await PlaceAsync();

        await Task.WhenAll(
            _writer.Orders.RecordAsync(Samples.Paid(_order, sequence: 2)),
            _writer.Orders.RecordParcelAsync(new ParcelProgress(_order.OrderId, Parcel(sequence: 1, ParcelStatus.LabelCreated))),
            _writer.Orders.FileCaseAsync(_order.OrderId, Claim())
        );

        var known = (await _writer.Orders.FindAsync(_order.OrderId))!;
        Assert.Equal((2, 1, 1), (known.State.Sequence, known.Parcels.Count, known.Cases.Count));
        Assert.Equal(Json(await LookAsync()), Json(known));
    }

    [Fact]
    public async Task Mail_moved_by_another_process_is_read_again()
    {
        await PlaceAsync();
        await _writer.Orders.RecordAsync(
            new Progress(_order.OrderId, Samples.State(_order, OrderStatus.AwaitingPayment, 2)) { Mails = [new(MailKind.Received)] }
        );
        var mail = (await _writer.Orders.FindWithMailsAsync(_order.OrderId))!.Find(MailKind.Received, "")!;
        var elsewhere = (await _looker.Orders.FindWithMailsAsync(_order.OrderId))!.Find(MailKind.Received, "")!;
        Assert.NotNull(await _looker.Outbox.MoveAsync(elsewhere, OutboxStatus.Sending));

        Assert.Null(await _writer.Outbox.MoveAsync(mail, OutboxStatus.Sending));

        mail = (await _writer.Orders.FindWithMailsAsync(_order.OrderId))!.Find(MailKind.Received, "")!;
        Assert.Equal(OutboxStatus.Sending, mail.Status);
    }

    private async Task PlaceAsync()
    {
        await _writer.Orders.PlaceAsync(Samples.Place(_order));
        await _writer.Orders.RecordAsync(new Progress(_order.OrderId, Samples.State(_order, OrderStatus.InReview, 1)));
    }

    private static string Json(OrderRecord record) => JsonSerializer.Serialize(record, OrderJson.Options);

    private async Task<OrderRecord> LookAsync() => (await _looker.Orders.FindAsync(_order.OrderId))!;

    private ParcelState Parcel(int sequence, ParcelStatus status) =>
        new()
        {
            Number = 1,
            Lines = [new(_order.Lines[0].Sku, 1)],
            Sequence = sequence,
            Status = status,
        };

    private CaseState Claim() =>
        new()
        {
            Kind = CaseKind.Claim,
            CaseId = AzuriteFixture.NewId("CL"),
            Status = CaseStatus.Open,
            FiledAt = Samples.Noon,
            DueBy = Samples.Noon.AddDays(3),
        };
}
