using System.Globalization;
using LocalRuntime.Functions.Management;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace LocalRuntime.Functions.Hosting;

/// <summary>Tells the person who started the app where things are.</summary>
internal static class Banner
{
    public static Task WriteAsync(TextWriter output, WebApplication app, LocalStorage storage, bool owned, TimeSpan took)
    {
        var url = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "";
        var settings = app.Services.GetRequiredService<HostSettings>();
        var name = app.Environment.ApplicationName;
        var seconds = took.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
        return output.WriteLineAsync($"""
            {name} {(owned ? $"is ready ({seconds} s)" : $"stands by: another host owns the task hub '{settings.DurableTask.HubName}'")}
              app         {url}/{settings.Http.RoutePrefix.Trim('/')}
              health      {url}{HealthEndpoints.Ready}
              management  {url}{ManagementEndpoints.Base}/instances
              storage     {storage.Where}
              Ctrl-C stops it.
            """);
    }
}
