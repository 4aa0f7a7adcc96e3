using System.Globalization;
using Fuzz.App;

namespace Fuzz;

/// <summary>What a run may not leave behind: an orchestration that failed, a message nobody could read.</summary>
internal static class Aftermath
{
    public static async Task<IReadOnlyList<string>> LookAsync(FuzzedShop shop)
    {
        List<string> left = [];
        foreach (var instance in await shop.Management.ListAsync("runtimeStatus=Failed&top=1000"))
            left.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"orchestration {instance!["name"]} {instance["instanceId"]} failed: {instance["output"]}"
                )
            );
        left.AddRange(await shop.PoisonedAsync());
        if (shop.Writes.Traced == 0)
            left.Add("no write of any request was seen: traces do not reach the storage calls");
        return left;
    }
}
