using Orders.Functions.Http.Storefront;
using Simulation.Lives;
using Simulation.World;

namespace Simulation.People;

/// <summary>What each kind of deed is.</summary>
internal static class Deeds
{
    public static Task DoAsync(Life life, PlacedOrder order, Deed deed) => deed.Kind switch
    {
        DeedKind.Pay => life.World.Payments.PayAsync(order.OrderId, order.Total),
        DeedKind.Cancel => CancelAsync(life, order),
        DeedKind.SendCrypto => life.World.Payments.PayAsync(order.OrderId, order.Total),
        _ => Task.CompletedTask,
    };

    private static async Task CancelAsync(Life life, PlacedOrder order)
    {
        var answer = await life.World.AskAsync(app => HttpCall.To(app).Json("""{"reason":"changed my mind"}""").SendAsync(
            request => app.Get<CancelOrder>().RunAsync(request, order.OrderId, app.Client, CancellationToken.None)));
        life.Note($"order {order.Index}: cancel, answered {answer?.Status}");
    }
}
