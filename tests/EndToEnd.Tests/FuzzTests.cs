using System.Diagnostics;
using System.Net;

namespace EndToEnd.Tests;

/// <summary>
/// Five hundred requests that nobody in their right mind would send, half of them the same each time; and what such requests have found.
/// </summary>
[Collection(nameof(Crowds))]
public sealed class FuzzTests(SharedShop shared, ITestOutputHelper output)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(6);

    private readonly Shop _shop = shared.Shop;

    [Fact]
    public async Task Every_request_is_answered_by_the_contract_and_refusals_store_nothing()
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var program = Path.GetFullPath(
            Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "..", "Fuzz", "bin", configuration, "net10.0", "Fuzz.dll")
        );
        using var fuzz = Process.Start(
            new ProcessStartInfo("dotnet", [program, "--requests", "500", "--seed", "1", "--seed", "fresh"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            }
        )!;
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            var streams = await Task.WhenAll(
                fuzz.StandardOutput.ReadToEndAsync(limit.Token),
                fuzz.StandardError.ReadToEndAsync(limit.Token)
            );
            await fuzz.WaitForExitAsync(limit.Token);
            var told = string.Concat(streams);
            output.WriteLine(told);
            Assert.True(fuzz.ExitCode == 0, told);
        }
        finally
        {
            if (!fuzz.HasExited)
                fuzz.Kill(entireProcessTree: true);
        }
    }

    [Fact]
    public async Task Cancel_that_is_refused_keeps_nothing_of_what_the_customer_wrote()
    {
        var order = await _shop.Storefront.PlaceAsync(new OrderForm());
        await _shop.Walker.WalkAsync(order.Id, "shipped");

        var answer = await _shop.Storefront.CancelAsync(order.Id, "I will not tell anybody.");

        Assert.Equal(HttpStatusCode.Conflict, answer.Status);
        Assert.Null((await _shop.Operations.GetAsync($"orders/{order.Id}")).Expect(HttpStatusCode.OK).Json["cancelReason"]);
    }
}
