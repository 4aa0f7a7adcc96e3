using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
if (builder.Configuration["Refuse"] is { } reason)
{
    await Console.Error.WriteLineAsync(reason);
    return 1;
}

await builder.Build().RunAsync();
return 0;
