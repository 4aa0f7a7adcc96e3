using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Orders.Functions.Http.Webhooks;
using Orders.Functions.Orders;
using Orders.Functions.Sandbox;

namespace Simulation.World;

internal enum WebhookRoute
{
    Payments,
    Carriers,
}

/// <summary>How a company tells the shop something: signed, and again until it is taken.</summary>
internal static class Webhook
{
    private const int MostTries = 60;

    private static readonly TimeSpan _longestPause = TimeSpan.FromHours(1);

    public static async Task PostAsync<T>(World world, WebhookRoute route, T body)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, OrderJson.Options);
        var pause = TimeSpan.FromSeconds(5);
        for (var tries = 0; tries < MostTries; tries++)
        {
            var answer = await world.AskAsync(app => HttpCall.To(app).Signed(world.Secret, bytes, world.Clock.Now).SendAsync(
                request => route == WebhookRoute.Payments
                    ? app.Get<WebhookFunctions>().PaymentAsync(request, "sandbox", CancellationToken.None)
                    : app.Get<WebhookFunctions>().CarrierAsync(request, "sandbox", CancellationToken.None)));
            if (answer?.IsSuccess == true)
                return;
            if (answer is { IsTrouble: false })
                throw new SimulationException($"A webhook was refused with {answer.Status}: {answer.Body}");
            await world.Clock.SleepAsync(pause);
            pause = pause * 2 < _longestPause ? pause * 2 : _longestPause;
        }

        throw new SimulationException($"A webhook was not taken in {MostTries} tries.");
    }
}
