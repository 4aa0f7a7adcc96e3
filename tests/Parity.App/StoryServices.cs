using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Parity.App;

/// <summary>What the stories need, alike in a worker process and in a test hub.</summary>
public static class StoryServices
{
    /// <summary>Timers that are longer are cut in pieces of this length (official default: three days), so that a test sees it in seconds.</summary>
    public static readonly TimeSpan LongestTimer = TimeSpan.FromSeconds(2);

    private static readonly JsonSerializerOptions Json = WithEnumNames(new JsonSerializerOptions(JsonSerializerDefaults.General));

    /// <summary>Adds the counters, the log book, and the one data converter of worker and client, which writes enums by name.</summary>
    public static IServiceCollection AddStories(this IServiceCollection services)
    {
        services.AddSingleton<Attempts>().AddSingleton<LogBook>();
        services.AddSingleton<ILoggerProvider>(provider => provider.GetRequiredService<LogBook>());
        services.Configure<JsonSerializerOptions>(options => WithEnumNames(options));
        services.Configure<DurableTaskClientOptions>(options => options.DataConverter = new JsonDataConverter(Json));
        services.Configure<DurableTaskWorkerOptions>(options =>
        {
            options.DataConverter = new JsonDataConverter(Json);
            options.MaximumTimerInterval = LongestTimer;
        });
        return services;
    }

    private static JsonSerializerOptions WithEnumNames(JsonSerializerOptions options)
    {
        options.PropertyNameCaseInsensitive = true;
        options.Converters.Add(new JsonStringEnumConverter());
        return options;
    }
}
