using System.Text.Json;
using Microsoft.DurableTask.Worker;

namespace Workflow.Tests.Histories;

/// <summary>The versions of the orchestrations.</summary>
internal static class OrderVersions
{
    /// <summary>The version that new orders begin under: <c>defaultVersion</c> of host.json.</summary>
    public static string Current { get; } = Read();

    /// <summary>As the host sets it up.</summary>
    public static DurableTaskWorkerOptions.VersioningOptions Of(string version) =>
        new()
        {
            Version = version,
            DefaultVersion = version,
            MatchStrategy = DurableTaskWorkerOptions.VersionMatchStrategy.CurrentOrOlder,
        };

    private static string Read()
    {
        using var host = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "src", "host.json")));
        return host.RootElement.GetProperty("extensions").GetProperty("durableTask").GetProperty("defaultVersion").GetString()!;
    }
}
