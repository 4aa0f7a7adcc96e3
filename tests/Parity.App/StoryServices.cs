using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Parity.App;

/// <summary>What the stories need, alike in a worker process and in a test hub.</summary>
public static class StoryServices
{
    /// <summary>
    /// Timers that are longer are cut in pieces of this length (official default: three days), so that a test sees it in seconds.
    /// </summary>
    public static readonly TimeSpan LongestTimer = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Adds the counters, the log book, and how payloads are written: enums by name. Of these options the Functions worker makes the one
    /// data converter of orchestrations, activities and clients.
    /// </summary>
    public static IServiceCollection AddStories(this IServiceCollection services)
    {
        services.AddSingleton<Attempts>().AddSingleton<LogBook>();
        services.AddSingleton<ILoggerProvider>(provider => provider.GetRequiredService<LogBook>());
        services.Configure<JsonSerializerOptions>(options =>
        {
            options.PropertyNameCaseInsensitive = true;
            options.Converters.Add(new JsonStringEnumConverter());
        });
        services.Configure<DurableTaskWorkerOptions>(options => options.MaximumTimerInterval = LongestTimer);
        return services;
    }
}
