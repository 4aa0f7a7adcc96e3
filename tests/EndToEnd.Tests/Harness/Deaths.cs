namespace EndToEnd.Tests.Harness;

/// <summary>Callers of an app that dies, or is cut off from its storage, under their calls.</summary>
internal static class Deaths
{
    /// <summary>Waits for a call that may get no answer.</summary>
    public static async Task IgnoreDeathAsync(this Task call)
    {
        try
        {
            await call;
        }
        catch (Exception e) when (App.IsDown(e))
        {
            // It died under the call.
        }
    }

    /// <summary>Cancels an order, again until it is at its end.</summary>
    public static async Task<OrderSeen> CancelToTheEndAsync(this Shop shop, string orderId)
    {
        var stopped = await shop.Walker.WalkAsync(orderId, "preparing", "cancelling");
        while (!stopped.IsFinal)
        {
            await shop.Storefront.CancelAsync(orderId).IgnoreDeathAsync();
            stopped = await shop.Walker.WalkAsync(orderId, "preparing", "cancelling");
        }

        return stopped;
    }
}
