using Lives.Machine;
using Lives.Scripts;
using Microsoft.Extensions.DependencyInjection;
using Orders.Functions.Domain.Shipping;

namespace Lives.Defects;

/// <summary>Whatever time stands on a scan is believed.</summary>
internal sealed class AnyTimeBelieved : Defect
{
    public override string Name => "any time of a scan believed";

    public override bool ShowsIn(Script script) => script.Orders.Any(order => order.Clock != CarrierClock.Right);

    public override void Spoil(IServiceCollection services, World world) => services.AddSingleton(new ScanTimes(TimeSpan.FromDays(10_000)));
}
