using Microsoft.AspNetCore.Builder;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace LocalRuntime.Functions.Hosting;

/// <summary>Puts the host together under the official builder.</summary>
internal sealed class AppHostBuilder
{
    private readonly WebApplicationBuilder _web;

    public AppHostBuilder(AppHostOptions options)
    {
        _web = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = options.Args,
            ApplicationName = options.Functions.GetName().Name,
            ContentRootPath = options.ContentRoot,
        });
    }

    public IHostApplicationBuilder Inner => _web;

    public ConfigurationManager Configuration => _web.Configuration;

    /// <summary>The app's own steps around each run, outermost first.</summary>
    public List<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> Middleware { get; } = [];

    /// <summary>Whether the app asked for ASP.NET Core.</summary>
    public bool ServesHttp { get; set; }

    public IHost Build() => _web.Build();
}
