using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Orders.Functions.Commands.Payments;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Integrations.Webhooks;
using Orders.Functions.Storage.Messaging;

namespace Orders.Functions.Background;

/// <summary>
/// Asks payment providers for what their notifications may have lost, and hands it on as if it had been posted: what is known has the
/// same event id, and is dropped. Looks back some days only, whatever the age of the shop.
/// </summary>
public sealed class PaymentSweep(
    IEnumerable<IPaymentNews> companies,
    TakePaymentNewsCommand take,
    SweptPayments swept,
    TimeProvider time,
    ILogger<PaymentSweep> log
)
{
    // As long as the longest payment window of crypto, the wait for confirmations after it, and a weekend of trouble.
    private static readonly TimeSpan _looksBack = TimeSpan.FromDays(4);

    [Function(nameof(PaymentSweep))]
    public async Task RunAsync(
        [TimerTrigger("15 */5 * * * *")] TimerInfo timer,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation
    )
    {
        _ = timer;
        foreach (var company in companies)
            await SweepAsync(company, client, cancellation);
    }

    private async Task SweepAsync(IPaymentNews company, DurableTaskClient client, CancellationToken cancellation)
    {
        var subjects = await company.SubjectsAsync(time.GetUtcNow() - _looksBack, cancellation);
        swept.Keep(company.Name, subjects);
        foreach (var subject in subjects.Where(subject => !swept.IsTold(company.Name, subject)))
        {
            try
            {
                await SweepAsync(company, subject, client, cancellation);
            }
            catch (Exception e) when (e is HttpRequestException or PaymentRefusedException)
            {
                log.LogWarning(e, "{Company} could not be asked for news of {About}; it is asked again.", company.Name, subject.About);
            }
        }
    }

    private async Task SweepAsync(IPaymentNews company, PaymentSubject subject, DurableTaskClient client, CancellationToken cancellation)
    {
        var news = await company.ReadAsync(subject.About, cancellation);
        foreach (var one in news)
            await TakeAsync(company, one, client, cancellation);
        await company.ToldAsync(subject.About, news, cancellation);
        swept.Told(company.Name, subject);
    }

    private async Task TakeAsync(IPaymentNews company, PaymentNews news, DurableTaskClient client, CancellationToken cancellation)
    {
        var source = $"{OrderJson.Name(WebhookKind.Payments)}-{company.Name}";
        var body = JsonSerializer.SerializeToUtf8Bytes(news.Update, OrderJson.Options);
        var (outcome, reason) = await take.RunAsync(client, source, company.Name, news, body, cancellation);
        if (outcome == AcceptOutcome.Accepted)
            log.LogWarning("Event {EventId} of {Source} had not come by webhook.", news.Update.EventId, source);
        else if (reason is not null)
            log.LogWarning("What {Source} says of {EventId} is of no use: {Reason}", source, news.Update.EventId, reason.Split(':')[0]);
    }
}

/// <summary>
/// What this process has asked to its end: of a payment that is settled there are no more news. A new process asks once more for each.
/// </summary>
public sealed class SweptPayments
{
    private readonly Lock _lock = new();
    private readonly HashSet<(string Company, string About)> _told = [];

    public bool IsTold(string company, PaymentSubject subject)
    {
        lock (_lock)
            return subject.IsFinal && _told.Contains((company, subject.About));
    }

    public void Told(string company, PaymentSubject subject)
    {
        lock (_lock)
            if (subject.IsFinal)
                _told.Add((company, subject.About));
    }

    /// <summary>Forgets what is no longer among the subjects.</summary>
    public void Keep(string company, IReadOnlyList<PaymentSubject> subjects)
    {
        var left = subjects.Select(subject => subject.About).ToHashSet(StringComparer.Ordinal);
        lock (_lock)
            _told.RemoveWhere(told => told.Company == company && !left.Contains(told.About));
    }
}
