using Integration.Tests.Storage;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging.Abstractions;
using Orders.Functions.Activities;
using Orders.Functions.Background;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Storage.Orders;

namespace Integration.Tests.Background;

/// <summary>Mails whose queue message was lost, or is hidden in a killed hand, or that lay in the tray of a process that died.</summary>
public sealed class MailSweepTests
{
    private readonly Stores _stores;
    private readonly Order _order;

    public MailSweepTests(AzuriteFixture azurite)
    {
        _stores = new Stores(azurite);
        _order = Samples.Order(AzuriteFixture.NewId("o"));
    }

    private MailMessage Paid => new(_order.OrderId, MailKind.Paid, "");

    [Fact]
    public async Task Mail_whose_message_stays_hidden_is_requeued_after_half_a_minute()
    {
        await OweAsync();

        Assert.Equal(0, await SweptAsync());
        _stores.Clock.Now += TimeSpan.FromSeconds(30);

        Assert.Equal(1, await SweptAsync());
    }

    [Fact]
    public async Task Mail_in_the_tray_of_a_killed_process_is_queued()
    {
        _stores.Tray.Open();
        await OweAsync();
        Assert.Empty(Sent());

        _stores.Clock.Now += TimeSpan.FromSeconds(30);

        Assert.Equal(1, await SweptAsync());
    }

    [Fact]
    public async Task Mail_owed_while_the_process_stops_is_queued_at_once()
    {
        _stores.Tray.Open();
        _stores.Tray.Close();

        await OweAsync();

        Assert.Single(Sent());
    }

    [Fact]
    public async Task Mail_whose_sender_and_whose_writer_died_is_queued_again()
    {
        await OweAsync();
        await _stores.Outbox.MoveAsync((await _stores.Outbox.FindAsync(_order.OrderId, MailKind.Paid, ""))!, OutboxStatus.Sending);
        await _stores.Outbox.ForgetAsync(Paid);
        var sent = Sent().Count;

        await RecordAsync();

        Assert.Equal(sent + 1, Sent().Count);
    }

    [Fact]
    public async Task Swept_mail_is_put_off_by_as_long_as_it_was_late()
    {
        await OweAsync();
        _stores.Clock.Now += TimeSpan.FromSeconds(40);
        Assert.Equal(1, await SweptAsync());

        _stores.Clock.Now += TimeSpan.FromSeconds(39);
        Assert.Equal(0, await SweptAsync());
        _stores.Clock.Now += TimeSpan.FromSeconds(1);

        Assert.Equal(1, await SweptAsync());
    }

    [Fact]
    public async Task Postponed_mail_is_late_only_when_its_time_is_over()
    {
        await OweAsync();
        await _stores.Outbox.PostponeAsync(Paid, TimeSpan.FromMinutes(5));
        _stores.Clock.Now += TimeSpan.FromMinutes(5);
        Assert.Equal(0, await SweptAsync());

        _stores.Clock.Now += TimeSpan.FromSeconds(30);

        Assert.Equal(1, await SweptAsync());
        Assert.Contains("\"attempt\":1", Sent()[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Copy_of_a_message_does_not_send_itself_on()
    {
        await OweAsync();
        await _stores.Outbox.PostponeAsync(Paid, TimeSpan.Zero);
        var sent = Sent().Count;

        await _stores.Outbox.PostponeAsync(Paid, TimeSpan.Zero);

        Assert.Equal(sent, Sent().Count);
    }

    [Fact]
    public async Task Mail_that_is_done_is_not_swept()
    {
        await OweAsync();
        await _stores.Outbox.ForgetAsync(Paid);
        _stores.Clock.Now += TimeSpan.FromDays(1);

        Assert.Equal(0, await SweptAsync());
    }

    [Fact]
    public async Task Mail_of_a_step_whose_writer_died_is_queued_again()
    {
        await OweAsync();
        await _stores.Outbox.ForgetAsync(Paid);
        var sent = Sent().Count;

        await _stores.Outbox.QueueOwedAsync(_order.OrderId);

        Assert.Equal(sent + 1, Sent().Count);
        _stores.Clock.Now += TimeSpan.FromSeconds(30);
        Assert.Equal(1, await SweptAsync());
    }

    [Fact]
    public async Task Mail_that_went_out_is_not_queued_again()
    {
        await OweAsync();
        await _stores.Outbox.MoveAsync((await _stores.Outbox.FindAsync(_order.OrderId, MailKind.Paid, ""))!, OutboxStatus.Sent);
        var sent = Sent().Count;

        await _stores.Outbox.QueueOwedAsync(_order.OrderId);

        Assert.Equal(sent, Sent().Count);
    }

    [Fact]
    public async Task Mail_of_a_found_parcel_goes_out_though_its_message_failed()
    {
        await _stores.Orders.PlaceAsync(Samples.Place(_order));
        await _stores.Orders.RecordParcelAsync(new ParcelProgress(_order.OrderId, Lost with { Sequence = 1 }));
        var scan = new Scan("scan-1", _stores.Clock.Now, ParcelStatus.InTransit, null, "Hub", null);
        var late = new PostCompletionEvent(_order.OrderId, Carrier: new CarrierUpdate("late", [scan]), ParcelNumber: 1);
        var settle = new SettlePostCompletionEvent(_stores.Orders, _stores.Outbox, _stores.Alerts, _stores.Clock);
        await settle.RunAsync(new PostCompletionOutcome(late, Back: null), default);
        await _stores.Outbox.ForgetAsync(new MailMessage(_order.OrderId, MailKind.ParcelFound, "parcel-1"));
        var sent = Sent().Count;

        await settle.RunAsync(new PostCompletionOutcome(late, Back: null), default);

        Assert.Equal(sent + 1, Sent().Count);
        Assert.Contains("parcel_found", Sent()[^1], StringComparison.Ordinal);
    }

    private ParcelState Lost =>
        new()
        {
            Number = 1,
            Lines = [new(_order.Lines[0].Sku, 1)],
            Status = ParcelStatus.InTransit,
            Outcome = ShipmentOutcome.Lost,
        };

    private async Task OweAsync()
    {
        await _stores.Orders.PlaceAsync(Samples.Place(_order));
        await RecordAsync();
    }

    private Task RecordAsync() =>
        _stores.Orders.RecordAsync(
            new Progress(_order.OrderId, InitialState.Of(_order) with { Sequence = 1, Status = OrderStatus.InReview })
            {
                Mails = [new(MailKind.Paid)],
            }
        );

    /// <returns>How many messages this order's mails were sent again.</returns>
    private async Task<int> SweptAsync()
    {
        var before = Sent().Count;
        await new MailSweep(_stores.Outbox, NullLogger<MailSweep>.Instance).RunAsync(new TimerInfo(), CancellationToken.None);
        return Sent().Count - before;
    }

    private IReadOnlyList<string> Sent() =>
        [.. _stores.Wire.Messages.Where(text => text.Contains(_order.OrderId, StringComparison.Ordinal))];
}
