using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using Orders.Functions.Carriers;
using Orders.Functions.Http;
using Orders.Functions.Http.Sandbox;
using Orders.Functions.Http.Webhooks;
using Orders.Functions.Mail;
using Orders.Functions.Orders;
using Orders.Functions.Payments;
using Orders.Functions.Storage;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();

builder.Services
    .AddStorage(builder.Configuration)
    .AddOrders(builder.Configuration)
    .AddCarriers(builder.Configuration)
    .AddPayments(builder.Configuration)
    .AddMail(builder.Configuration)
    .AddHttpFace(builder.Configuration)
    .AddWebhooks(builder.Configuration)
    .AddSandboxCompanies(builder.Configuration);

await builder.Build().RunAsync();
