using System.Globalization;
using LocalHost.Configuration;
using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Extensions.DurableTask;
using Microsoft.Azure.WebJobs.Extensions.DurableTask.Correlation;
using Microsoft.Azure.WebJobs.Extensions.Timers;
using Microsoft.Azure.WebJobs.Host;
using Microsoft.Azure.WebJobs.Host.Config;
using Microsoft.Azure.WebJobs.Host.Executors;
using Microsoft.Azure.WebJobs.Host.Timers;
using Microsoft.Azure.WebJobs.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LocalHost.Jobs;

/// <summary>Puts a WebJobs host together: the official SDK with the official extensions.</summary>
internal sealed class JobsHostBuilder(HostSettings settings, Type functions, Uri url, string? systemKey, ILoggerFactory loggers)
{
    /// <summary>How long a killed host's locks (of timers) keep others waiting.</summary>
    private static readonly TimeSpan LockPeriod = TimeSpan.FromSeconds(15);

    /// <summary>How long a function that ran too long may take to notice that it is cancelled; its worker is ended then.</summary>
    private static readonly TimeSpan CancellationTime = TimeSpan.FromSeconds(5);

    public IHost Build(JobsFailures failures)
    {
        // Not "Development": its validation would construct the schedule monitor that cannot be (BlobScheduleMonitor).
        var builder = Host.CreateEmptyApplicationBuilder(
            new HostApplicationBuilderSettings { ContentRootPath = settings.App.Folder, EnvironmentName = Environments.Production }
        );
        builder.Configuration.AddConfiguration(settings.Configuration).AddInMemoryCollection(OfThisMachine());
        var services = builder.Services;
        services.AddSingleton(loggers);
        services.AddSingleton<IHostLifetime, NoSignals>();
        services.AddSingleton<ITypeLocator>(new OneType(functions));
        services.AddSingleton<IHostIdProvider>(new FixedHostId(settings.HostId));
#pragma warning disable CS0618 // As above.
        services.AddSingleton<IWebHookProvider>(new ManagementAddress(url, systemKey));
#pragma warning restore CS0618
        var jobs = services.AddWebJobs(_ => { });
        jobs.AddAzureStorageCoreServices();
        jobs.AddTimers();
        services.AddSingleton<ScheduleMonitor, BlobScheduleMonitor>();
        jobs.AddAzureStorageQueues();
        DurableTaskJobHostConfigurationExtensions.AddDurableTask(jobs);

        // It warns that Application Insights is missing; spans go elsewhere here (Telemetry).
        services.RemoveAll<ITelemetryActivator>();
        services.AddSingleton<IWebJobsExceptionHandlerFactory>(new JobsFailuresFactory(failures));
        services.Configure<SingletonOptions>(options =>
            (options.ListenerLockPeriod, options.ListenerLockRecoveryPollingInterval) = (LockPeriod, LockPeriod)
        );
        services.Configure<JobHostFunctionTimeoutOptions>(options =>
            (options.Timeout, options.ThrowOnTimeout, options.GracePeriod) = (settings.FunctionTimeout, true, CancellationTime)
        );
        services.AddHostedService<JobHostService>();
        return builder.Build();
    }

    /// <summary>What the official extensions take from a machine of Azure's.</summary>
    private Dictionary<string, string?> OfThisMachine() =>
        new()
        {
            // The name by which the engine shares partitions: different for each host on this machine, and the same after a restart, so
            // that a host that was killed takes up its own partitions at once.
            ["WEBSITE_CURRENT_STAMPNAME"] = Environment.MachineName,
            ["RoleInstanceId"] = url.Port.ToString(CultureInfo.InvariantCulture),

            // With a value the Durable extension takes the machine for Linux Consumption and writes its telemetry to the console.
            ["CONTAINER_NAME"] = "",
        };
}
