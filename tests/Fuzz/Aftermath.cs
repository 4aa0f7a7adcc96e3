using System.Globalization;
using Fuzz.App;
using Fuzz.Wire;

namespace Fuzz;

/// <summary>What a run may not leave behind: an orchestration that failed, a message nobody could read.</summary>
internal static class Aftermath
{
    private const string SystemKey = "local-system-key";

    public static async Task<IReadOnlyList<string>> LookAsync(FuzzedShop shop)
    {
        List<string> left = [];
        var failed = (await shop.AskAsync(new FuzzRequest("aftermath", "GET", "/runtime/webhooks/durabletask/instances")
        {
            Query = [("runtimeStatus", "Failed"), ("top", "1000"), ("code", SystemKey)],
        }))!.AsArray();
        foreach (var instance in failed)
            left.Add(string.Create(CultureInfo.InvariantCulture, $"orchestration {instance!["name"]} {instance["instanceId"]} failed: {instance["output"]}"));
        left.AddRange(await shop.PoisonedAsync());
        return left;
    }
}
