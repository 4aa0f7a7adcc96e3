using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Views;

namespace Integration.Tests.Storage.Orders;

/// <summary>One process looks at an order again and again while another writes it.</summary>
public sealed class OrderLooksTests(AzuriteFixture azurite)
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

    private async Task PlaceAsync()
    {
        await _writer.Orders.PlaceAsync(Samples.Place(_order));
        await _writer.Orders.RecordAsync(new Progress(_order.OrderId, Samples.State(_order, OrderStatus.InReview, 1)));
    }

    private async Task<OrderRecord> LookAsync() => (await _looker.Orders.LookAsync(_order.OrderId))!;

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
