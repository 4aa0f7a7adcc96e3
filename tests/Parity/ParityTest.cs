using System.Globalization;
using System.Runtime.CompilerServices;
using Parity.Stages;

namespace Parity;

/// <summary>Whether a history's order is promised.</summary>
public enum Order
{
    /// <summary>The same events in the same order.</summary>
    Promised,

    /// <summary>The same events: what comes first among several under way is chance.</summary>
    Chance,
}

/// <summary>
/// Plays scenarios on the test hub and on the official engine. Each must go as the scenario expects, and both must tell the same.
/// </summary>
public abstract class ParityTest(OfficialEngine engine)
{
    /// <summary>The culture of test hub and worker: one that writes numbers and dates differently from what payloads should.</summary>
    public const string Culture = "de-DE";

    /// <param name="variant">Of several plays of one scenario: which.</param>
    /// <param name="byTheClock">
    /// Lines with this in them are not compared: how many there are is a matter of how fast the machine is.
    /// </param>
    protected async Task PlayAsync(
        Func<Stage, Task> scenario,
        Order order = Order.Promised,
        string variant = "",
        string? byTheClock = null,
        [CallerMemberName] string name = ""
    )
    {
        ArgumentNullException.ThrowIfNull(scenario);
        var id = $"{GetType().Name}-{name.Replace('_', '-')}{variant}";
        var official = engine.Stage(id);
        await PlayAsync(scenario, official, "official engine");

        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(Culture);
        await using var hub = new HubStage(id);
        await PlayAsync(scenario, hub, "test hub");

        var (engines, hubs) = (InOrder(Compared(official.Told), order), InOrder(Compared(hub.Told), order));
        Assert.True(
            engines == hubs,
            $"The official engine tells:{Environment.NewLine}{engines}{Environment.NewLine}The test hub tells:{Environment.NewLine}{hubs}"
        );

        IEnumerable<string> Compared(IEnumerable<string> told) =>
            byTheClock is null ? told : told.Where(line => !line.Contains(byTheClock, StringComparison.Ordinal));
    }

    private static async Task PlayAsync(Func<Stage, Task> scenario, Stage stage, string where)
    {
        try
        {
            await scenario(stage);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException(
                $"On the {where}: {e.Message}{Environment.NewLine}Told so "
                    + $"far:{Environment.NewLine}{string.Join(Environment.NewLine, stage.Told)}",
                e
            );
        }
    }

    private static string InOrder(IEnumerable<string> told, Order order) =>
        string.Join(Environment.NewLine, order == Order.Promised ? told : told.Order(StringComparer.Ordinal));
}
