using System.Text.Json;
using Companies;
using Lives.Machine;
using Lives.Scripts;
using Lives.Storage;
using Microsoft.Extensions.DependencyInjection;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Storage.Orders;

namespace Lives.Defects;

/// <summary>After an attempt without an answer nobody asks the mail company whether it has the mail.</summary>
internal sealed class MailSentTwice : Defect
{
    public override string Name => "mail sent twice";

    public override bool ShowsIn(Script script) => script.Aimed?.Any(fault => fault.At == CallKind.Mail) == true;

    public override void Spoil(IServiceCollection services, World world) =>
        ((MailPort)services.Last(service => service.ServiceType == typeof(IHttpClientFactory)).ImplementationInstance!).Forgets = true;
}

/// <summary>A mail whose sending fails is forgotten.</summary>
internal sealed class MailErrorSwallowed : Defect
{
    public override string Name => "mail error swallowed";

    /// <summary>The mail's row is one of the order's, and whether it has gone out is written there.</summary>
    public override bool ShowsIn(Script script) =>
        script.Aimed?.Any(fault =>
            fault is { At: CallKind.Progress, Kind: FaultKind.Unavailable or FaultKind.AnswerLost or FaultKind.StorageAway }
        ) == true;

    public override async Task HandleAsync(AppProcess app, QueuedMessage message, Func<Task> handle)
    {
        try
        {
            await handle();
        }
        catch (Exception) when (message.Queue == MailOutbox.Queue)
        {
            // No row of the outbox is left that a sweep could find.
            await app.Get<MailOutbox>().ForgetAsync(JsonSerializer.Deserialize<MailMessage>(message.Body, OrderJson.Options)!);
        }
    }
}
