using System.Reflection;
using LocalRuntime.Functions.Hosting;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Where a function app begins.</summary>
public class FunctionsApplication
{
    /// <summary>A builder with the settings of host.json, local.settings.json, the environment and the command line, in rising precedence.</summary>
    public static FunctionsApplicationBuilder CreateBuilder(string[] args) =>
        new(new AppHostBuilder(new AppHostOptions { Args = args, Functions = Assembly.GetEntryAssembly()! }));
}

/// <summary>Composes a function app: services, logging, configuration, middleware.</summary>
public class FunctionsApplicationBuilder : IHostApplicationBuilder, IFunctionsWorkerApplicationBuilder
{
    internal FunctionsApplicationBuilder(AppHostBuilder host) => Host = host;

    internal AppHostBuilder Host { get; }

    public IDictionary<object, object> Properties => Host.Inner.Properties;

    public ConfigurationManager Configuration => Host.Configuration;

    public IHostEnvironment Environment => Host.Inner.Environment;

    public ILoggingBuilder Logging => Host.Inner.Logging;

    public IMetricsBuilder Metrics => Host.Inner.Metrics;

    public IServiceCollection Services => Host.Inner.Services;

    IConfigurationManager IHostApplicationBuilder.Configuration => Configuration;

    public IHost Build() => Host.Build();

    public void ConfigureContainer<TContainerBuilder>(IServiceProviderFactory<TContainerBuilder> factory, Action<TContainerBuilder>? configure = null)
        where TContainerBuilder : notnull => Host.Inner.ConfigureContainer(factory, configure);

    public IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware)
    {
        Host.Middleware.Add(middleware);
        return this;
    }
}

public static class FunctionsApplicationBuilderAspNetCoreExtensions
{
    /// <summary>Serves HTTP triggers with ASP.NET Core: functions take <c>HttpRequest</c> and return <c>IActionResult</c> or <c>IResult</c>.</summary>
    public static FunctionsApplicationBuilder ConfigureFunctionsWebApplication(this FunctionsApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Host.ServesHttp = true;
        return builder;
    }
}
