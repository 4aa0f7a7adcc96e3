using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orders.Functions;
using Orders.Functions.Background;
using Orders.Functions.Commands;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Http;
using Orders.Functions.Http.Operations;
using Orders.Functions.Http.Sandbox;
using Orders.Functions.Http.Storefront;
using Orders.Functions.Http.Webhooks;
using Orders.Functions.Integrations;
using Orders.Functions.Orchestrations;
using Orders.Functions.Storage;
using Orders.Functions.Telemetry;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.UseMiddleware<StorageOutage>();
builder.UseMiddleware<OpsDoor>();
builder.UseMiddleware<CustomerDoor>();

try
{
    builder
        .Services.AddTelemetry(builder.Configuration)
        .AddStorage(builder.Configuration)
        .AddDomain(builder.Configuration)
        .AddOrchestrations()
        .AddCommands()
        .AddIntegrations(builder.Configuration)
        .AddHttpFace(builder.Configuration)
        .AddWebhooks()
        .AddSandboxCompanies(builder.Configuration)
        .AddBackground(builder.Configuration);

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
