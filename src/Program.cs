using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orders.Functions.Calendar;
using Orders.Functions.Carriers;
using Orders.Functions.Cases;
using Orders.Functions.Http;
using Orders.Functions.Http.Sandbox;
using Orders.Functions.Http.Webhooks;
using Orders.Functions.Mail;
using Orders.Functions.Orchestrations;
using Orders.Functions.Orders;
using Orders.Functions.Payments;
using Orders.Functions.Queues;
using Orders.Functions.Storage;
using Orders.Functions.Telemetry;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.UseMiddleware<StorageOutage>();

try
{
    builder.Services
        .AddTelemetry(builder.Configuration)
        .AddStorage(builder.Configuration)
        .AddOrders(builder.Configuration)
        .AddOrchestrations()
        .AddCalendar(builder.Configuration)
        .AddPayments(builder.Configuration)
        .AddCarriers(builder.Configuration)
        .AddCases()
        .AddMail(builder.Configuration)
        .AddHttpFace(builder.Configuration)
        .AddWebhooks(builder.Configuration)
        .AddSandboxCompanies(builder.Configuration)
        .AddWatchdog(builder.Configuration);

    await builder.Build().RunAsync();
    return Environment.ExitCode;
}
catch (SettingException wrong)
{
    await Console.Error.WriteLineAsync(wrong.Message);
    return 1;
}
catch (OptionsValidationException wrong)
{
    await Console.Error.WriteLineAsync(string.Join(' ', wrong.Failures));
    return 1;
}
