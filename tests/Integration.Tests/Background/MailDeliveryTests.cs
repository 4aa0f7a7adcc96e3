using System.Text.Json;
using Integration.Tests.Integrations.Mail;
using Integration.Tests.Integrations.Sandbox;
using Microsoft.AspNetCore.Http;
using Orders.Functions.Background;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;
using Orders.Functions.Http.Sandbox;
using Orders.Functions.Integrations.Mail;
using Orders.Functions.Storage.Messaging;
using Orders.Functions.Storage.Orders;

namespace Integration.Tests.Background;

public sealed class MailDeliveryTests(AzuriteFixture azurite)
{
    private readonly string _orderId = AzuriteFixture.NewId("o");

    private MailMessage Paid => new(_orderId, MailKind.Paid, "");

    [Fact]
    public async Task Owed_mail_is_sent_once_however_often_it_is_delivered()
    {
        await using var site = await OweAsync(MailKind.Paid);

        Assert.Null(await site.Get<MailDelivery>().DeliverAsync(Paid, default));
        Assert.Null(await site.Get<MailDelivery>().DeliverAsync(Paid, default));

        var mail = Assert.Single(await MailsAsync(site));
        Assert.Equal("李雷 <lilei@example.com>", mail.To);
        Assert.Equal("Orders <orders@shop.example>", mail.From);
        Assert.Equal($"{_orderId}/paid/", mail.Key);
        Assert.Contains(NumberOf(_orderId), mail.Subject, StringComparison.Ordinal);
        Assert.Equal(OutboxStatus.Sent, await StatusAsync(site, Paid));
    }

    [Fact]
    public async Task Mails_of_an_order_leave_in_the_order_they_were_owed()
    {
        await using var site = await OweTwoAsync();
        var received = new MailMessage(_orderId, MailKind.Received, "");

        Assert.Null(await site.Get<MailDelivery>().DeliverAsync(Paid, default));
        Assert.Null(await site.Get<MailDelivery>().DeliverAsync(received, default));

        Assert.Equal(
            [$"{_orderId}/received/", $"{_orderId}/paid/"],
            (await MailsAsync(site)).OrderBy(mail => mail.ReceivedAt).Select(mail => mail.Key)
        );
    }

    [Fact]
    public async Task Mails_of_an_order_taken_up_at_once_both_go_out()
    {
        await using var site = await OweTwoAsync();
        var received = new MailMessage(_orderId, MailKind.Received, "");

        var later = await Task.WhenAll(
            site.Get<MailDelivery>().DeliverAsync(Paid, default),
            site.Get<MailDelivery>().DeliverAsync(received, default)
        );

        Assert.All(later, Assert.Null);
        Assert.Equal(2, (await MailsAsync(site)).Count);
    }

    [Fact]
    public async Task Desk_sends_what_is_owed_before_it_stops()
    {
        await using var site = await SandboxSite.StartAsync(azurite);
        var desk = site.Get<MailDesk>();
        await desk.StartAsync(default);
        Assert.True(site.Get<Tray<MailMessage>>().TryPut(new MailMessage(_orderId, MailKind.Received, "nothing of the kind")));
        await OweAsync(site, MailKind.Paid);

        await desk.StopAsync(default);

        Assert.Equal($"{_orderId}/paid/", Assert.Single(await MailsAsync(site)).Key);
        Assert.Equal(OutboxStatus.Sent, await StatusAsync(site, Paid));
    }

    [Fact]
    public async Task Mail_waits_for_an_earlier_one_that_somebody_has_in_hand()
    {
        await using var site = await OweTwoAsync();
        var received = new MailMessage(_orderId, MailKind.Received, "");
        await MoveAsync(site, received, OutboxStatus.Sending);

        Assert.Equal(TimeSpan.FromSeconds(1), await site.Get<MailDelivery>().DeliverAsync(Paid, default));
        Assert.Empty(await MailsAsync(site));

        await MoveAsync(site, received, OutboxStatus.Sent);
        Assert.Null(await site.Get<MailDelivery>().DeliverAsync(Paid, default));
        Assert.Equal($"{_orderId}/paid/", Assert.Single(await MailsAsync(site)).Key);
    }

    [Fact]
    public async Task Mail_waits_for_no_earlier_one_that_is_in_trouble()
    {
        await using var site = await OweTwoAsync();
        site.Clock.Shift = TimeSpan.FromSeconds(20);

        Assert.Null(await site.Get<MailDelivery>().DeliverAsync(Paid, default));
        Assert.Equal($"{_orderId}/paid/", Assert.Single(await MailsAsync(site)).Key);
    }

    [Fact]
    public async Task Crash_after_sending_is_found_out_and_not_repeated()
    {
        await using var site = await OweAsync(MailKind.Paid);
        await MoveAsync(site, Paid, OutboxStatus.Sending);
        await site.Get<SendGridMailer>()
            .SendAsync($"{_orderId}/paid/", Samples.Contact(), new MailText("Paid", "<p>Paid</p>", "Paid"), default);
        site.Clock.Shift = TimeSpan.FromMinutes(1);

        Assert.Null(await site.Get<MailDelivery>().DeliverAsync(Paid, default));

        Assert.Single(await MailsAsync(site));
        Assert.Equal(OutboxStatus.Sent, await StatusAsync(site, Paid));
    }

    [Fact]
    public async Task Mail_whose_sender_crashed_before_sending_goes_out()
    {
        await using var site = await OweAsync(MailKind.Paid);
        site.Clock.Stop();
        await MoveAsync(site, Paid, OutboxStatus.Sending);

        Assert.NotNull(await site.Get<MailDelivery>().DeliverAsync(Paid, default));
        Assert.Empty(await MailsAsync(site));
        site.Clock.Shift = TimeSpan.FromMinutes(1);
        Assert.Null(await site.Get<MailDelivery>().DeliverAsync(Paid, default));

        Assert.Single(await MailsAsync(site));
    }

    [Fact]
    public async Task Mail_whose_sender_keeps_dying_raises_an_alert_until_it_is_sent()
    {
        await using var site = await OweAsync(MailKind.Paid);
        var (outbox, alerts, tried) = (
            site.Get<MailOutbox>(),
            site.Get<OpsAlerts>(),
            JsonSerializer.Serialize(Paid with { Attempt = 2 }, OrderJson.Options)
        );
        await new MailRescue(outbox, alerts).RunAsync(tried, default);
        Assert.Equal(["mail_stuck"], await CallsAsync());

        await new MailSender(site.Get<MailDesk>()).RunAsync(tried, default);

        Assert.Single(await MailsAsync(site));
        Assert.Empty(await CallsAsync());

        async Task<IEnumerable<string>> CallsAsync() =>
            (await alerts.OpenAsync()).Where(alert => alert.OrderId == _orderId).Select(alert => OrderJson.Name(alert.Kind));
    }

    [Fact]
    public async Task Lost_answer_is_found_out_and_not_repeated()
    {
        await using var site = await OweAsync(MailKind.Paid);
        site.LosesAnswers = true;
        Assert.NotNull(await site.Get<MailDelivery>().DeliverAsync(Paid, default));
        Assert.Equal(OutboxStatus.Sending, await StatusAsync(site, Paid));

        site.LosesAnswers = false;
        site.Clock.Shift = TimeSpan.FromMinutes(1);
        Assert.Null(await site.Get<MailDelivery>().DeliverAsync(Paid, default));

        Assert.Single(await MailsAsync(site));
        Assert.Equal(OutboxStatus.Sent, await StatusAsync(site, Paid));
    }

    [Fact]
    public async Task Mailbox_with_silent_storage_is_asked_before_the_mail_is_resent()
    {
        await using var site = await OweAsync(MailKind.Paid);
        site.StorageLosesAnswers = true;
        Assert.NotNull(await site.Get<MailDelivery>().DeliverAsync(Paid, default));
        Assert.Equal(OutboxStatus.Sending, await StatusAsync(site, Paid));

        site.StorageLosesAnswers = false;
        site.Clock.Shift = TimeSpan.FromMinutes(1);
        Assert.Null(await site.Get<MailDelivery>().DeliverAsync(Paid, default));

        Assert.Single(await MailsAsync(site));
    }

    [Fact]
    public async Task Outage_makes_the_mail_wait_as_long_as_the_provider_says()
    {
        await using var site = await OweAsync(MailKind.Paid);
        site.Trouble = Answer(StatusCodes.Status429TooManyRequests, ("Retry-After", "120"));

        Assert.Equal(TimeSpan.FromSeconds(120), await site.Get<MailDelivery>().DeliverAsync(Paid, default));
        Assert.Equal(OutboxStatus.Queued, await StatusAsync(site, Paid));
        site.Trouble = null;
        Assert.Null(await site.Get<MailDelivery>().DeliverAsync(Paid with { Attempt = 1 }, default));

        Assert.Single(await MailsAsync(site));
    }

    [Fact]
    public async Task Long_outage_doubles_the_wait_up_to_a_quarter_of_an_hour()
    {
        await using var site = await OweAsync(MailKind.Paid);
        site.Trouble = Answer(StatusCodes.Status503ServiceUnavailable);

        Assert.Equal(TimeSpan.FromSeconds(2), await site.Get<MailDelivery>().DeliverAsync(Paid, default));
        Assert.Equal(TimeSpan.FromSeconds(16), await site.Get<MailDelivery>().DeliverAsync(Paid with { Attempt = 3 }, default));
        Assert.Equal(TimeSpan.FromMinutes(15), await site.Get<MailDelivery>().DeliverAsync(Paid with { Attempt = 50 }, default));
        Assert.Null(await site.Get<MailDelivery>().DeliverAsync(Paid with { Attempt = 300 }, default));

        Assert.Equal(OutboxStatus.Failed, await StatusAsync(site, Paid));
        Assert.Contains(
            await site.Get<OpsAlerts>().OpenAsync(),
            alert => alert.OrderId == _orderId && alert.Kind == AlertKind.MailUndelivered
        );
    }

    [Fact]
    public async Task Refusal_ends_the_mail_and_calls_operations()
    {
        await using var site = await OweAsync(MailKind.Paid);
        site.Trouble = Answer(StatusCodes.Status400BadRequest);

        Assert.Null(await site.Get<MailDelivery>().DeliverAsync(Paid, default));

        Assert.Equal(OutboxStatus.Failed, await StatusAsync(site, Paid));
        var alert = Assert.Single(await site.Get<OpsAlerts>().OpenAsync(), alert => alert.OrderId == _orderId);
        Assert.Equal(AlertKind.MailRefused, alert.Kind);
        Assert.DoesNotContain("@", alert.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("resend", 2, OutboxStatus.Sent)]
    [InlineData("hold", 1, OutboxStatus.Held)]
    public async Task Unsure_mail_is_resent_or_held_as_the_setting_says(string whenUnsure, int mails, OutboxStatus status)
    {
        await using var site = await OweAsync(MailKind.Paid, ("Mail:WhenUnsure", whenUnsure));
        await MoveAsync(site, Paid, OutboxStatus.Sending);
        await site.Get<SendGridMailer>()
            .SendAsync($"{_orderId}/paid/", Samples.Contact(), new MailText("Paid", "<p>Paid</p>", "Paid"), default);
        site.Clock.Shift = TimeSpan.FromMinutes(1);
        site.Trouble = context => context.Request.Method == "GET" && Answer(StatusCodes.Status403Forbidden)(context);

        Assert.Null(await site.Get<MailDelivery>().DeliverAsync(Paid, default));

        Assert.Equal(mails, (await MailsAsync(site)).Count);
        Assert.Equal(status, await StatusAsync(site, Paid));
    }

    [Fact]
    public async Task Payment_reminder_lapses_once_the_order_is_paid()
    {
        await using var site = await OweAsync(MailKind.PaymentReminder);
        await site.Get<OrderStore>()
            .RecordAsync(new Progress(_orderId, MailSample.State(OrderStatus.Preparing, 32700) with { Sequence = 9 }));
        var reminder = new MailMessage(_orderId, MailKind.PaymentReminder, "");

        Assert.Null(await site.Get<MailDelivery>().DeliverAsync(reminder, default));

        Assert.Empty(await MailsAsync(site));
        Assert.Equal(OutboxStatus.Lapsed, await StatusAsync(site, reminder));
    }

    [Fact]
    public async Task Licences_mail_carries_the_issued_keys()
    {
        await using var site = await OweAsync(MailKind.Licences);
        var issued = Assert.Single(await site.Get<LicenceIssuer>().IssueAsync(_orderId, MailSample.Order().Lines, default));

        Assert.Null(await site.Get<MailDelivery>().DeliverAsync(new MailMessage(_orderId, MailKind.Licences, ""), default));

        Assert.Contains(issued.Key, Assert.Single(await MailsAsync(site)).Text!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_that_were_taken_back_are_not_mailed()
    {
        await using var site = await OweAsync(MailKind.Licences);
        var licences = site.Get<LicenceIssuer>();
        await licences.IssueAsync(_orderId, MailSample.Order().Lines, default);
        await licences.RevokeAllAsync(_orderId, "cancel", default);
        var mail = new MailMessage(_orderId, MailKind.Licences, "");

        Assert.Null(await site.Get<MailDelivery>().DeliverAsync(mail, default));

        Assert.Empty(await MailsAsync(site));
        Assert.Equal(OutboxStatus.Lapsed, await StatusAsync(site, mail));
    }

    [Fact]
    public async Task Cancelled_names_the_keys_that_are_no_longer_valid()
    {
        await using var site = await OweAsync(MailKind.Cancelled);
        var licences = site.Get<LicenceIssuer>();
        var issued = Assert.Single(await licences.IssueAsync(_orderId, MailSample.Order().Lines, default));
        await licences.RevokeAllAsync(_orderId, "cancel", default);

        Assert.Null(await site.Get<MailDelivery>().DeliverAsync(new MailMessage(_orderId, MailKind.Cancelled, ""), default));

        Assert.Contains(issued.Key, Assert.Single(await MailsAsync(site)).Text!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Address_with_odd_dots_is_quoted_for_the_provider()
    {
        await using var site = await SandboxSite.StartAsync(azurite);
        var contact = Samples.Contact() with { Email = "try..this.@docomo.ne.jp" };

        var handed = await site.Get<SendGridMailer>()
            .SendAsync($"{_orderId}/paid/", contact, new MailText("Paid", "<p>Paid</p>", "Paid"), default);

        Assert.Equal(HandoverOutcome.Taken, handed.Outcome);
        Assert.Equal("李雷 <\"try..this.\"@docomo.ne.jp>", Assert.Single(await MailsAsync(site)).To);
    }

    /// <summary>Owes the mail of the order, and a second later that of its payment.</summary>
    private async Task<SandboxSite> OweTwoAsync()
    {
        var site = await OweAsync(MailKind.Received);
        site.Clock.Stop();
        site.Clock.Shift = TimeSpan.FromSeconds(1);
        await site.Get<OrderStore>()
            .RecordAsync(
                new Progress(_orderId, MailSample.State(OrderStatus.AwaitingPayment, 32700) with { Sequence = 2 })
                {
                    Mails = [new OwedMail(MailKind.Paid)],
                }
            );
        return site;
    }

    private async Task<SandboxSite> OweAsync(MailKind kind, params (string, string)[] settings)
    {
        var site = await SandboxSite.StartAsync(azurite, settings);
        await OweAsync(site, kind);
        return site;
    }

    private async Task OweAsync(SandboxSite site, MailKind kind)
    {
        var order = MailSample.Order(orderId: _orderId) with { OrderNumber = NumberOf(_orderId) };
        await site.Get<OrderStore>().PlaceAsync(new NewOrder(order, Samples.Contact(), _orderId, "hash", "fingerprint"));
        await site.Get<OrderStore>()
            .RecordAsync(
                new Progress(_orderId, MailSample.State(OrderStatus.AwaitingPayment, 32700) with { Sequence = 1 })
                {
                    Mails = [new OwedMail(kind)],
                }
            );
    }

    private static string NumberOf(string orderId) => "R-" + orderId[^10..].ToUpperInvariant();

    private Task<IReadOnlyList<SandboxMail>> MailsAsync(SandboxSite site) => site.Get<MailboxStore>().ListAsync(_orderId, 10, default);

    private static async Task<OutboxStatus> StatusAsync(SandboxSite site, MailMessage mail) =>
        (await site.Get<MailOutbox>().FindAsync(mail.OrderId, mail.Kind, mail.Reference))!.Status;

    private static async Task MoveAsync(SandboxSite site, MailMessage mail, OutboxStatus to)
    {
        var outbox = site.Get<MailOutbox>();
        Assert.NotNull(await outbox.MoveAsync((await outbox.FindAsync(mail.OrderId, mail.Kind, mail.Reference))!, to));
    }

    private static Func<HttpContext, bool> Answer(int status, params (string Name, string Value)[] headers) =>
        context =>
        {
            context.Response.StatusCode = status;
            foreach (var (name, value) in headers)
                context.Response.Headers[name] = value;
            return true;
        };
}
