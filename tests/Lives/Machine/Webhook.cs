using System.Text.Json;
using Companies;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Http.Webhooks;

namespace Lives.Machine;

internal enum WebhookRoute
{
    Payments,
    Carriers,
}

/// <summary>
/// How a company tells the shop something: signed, and again until it is taken. Some come late, some twice, some first with a signature
/// that does not hold.
/// </summary>
internal static class Webhook
{
    private const int MostTries = 80;

    private static readonly TimeSpan _longestPause = TimeSpan.FromHours(1);

    /// <param name="id">Of what is told; with the seed it decides how it is delivered.</param>
    public static async Task PostAsync<T>(World world, WebhookRoute route, string id, T body)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, OrderJson.Options);
        var chance = world.Chance(id);
        switch (chance.Next(20))
        {
            case 0:
                await ForgeAsync(world, route, bytes);
                break;
            case 1 or 2:
                // Others overtake it.
                await world.Clock.SleepAsync(TimeSpan.FromSeconds(chance.Next(4 * 3600)));
                break;
            case 3 or 4:
                world.Begin(_ => DeliverAsync(world, route, bytes));
                break;
            case 5:
                var later = TimeSpan.FromSeconds(chance.Next(3 * 24 * 3600));
                world.Begin(_ => DeliverLaterAsync(world, route, bytes, later));
                break;
        }

        await DeliverAsync(world, route, bytes);
    }

    /// <summary>Somebody who does not know the secret posts something.</summary>
    public static async Task ForgeAsync(World world, WebhookRoute route, byte[] body)
    {
        var answer = await SendAsync(world, route, body, "not the secret");
        if (answer is { IsTrouble: false, Status: not 401 })
            throw new SimulationException($"A webhook with a wrong signature was answered with {answer.Status}: {answer.Body}");
    }

    private static async Task DeliverLaterAsync(World world, WebhookRoute route, byte[] body, TimeSpan later)
    {
        await world.Clock.SleepAsync(later);
        await DeliverAsync(world, route, body);
    }

    private static async Task DeliverAsync(World world, WebhookRoute route, byte[] body)
    {
        var pause = TimeSpan.FromSeconds(5);
        for (var tries = 0; tries < MostTries; tries++)
        {
            var answer = await SendAsync(world, route, body, world.Secret);
            if (answer?.IsSuccess == true)
                return;
            if (answer is { IsTrouble: false })
                throw new SimulationException($"A webhook was refused with {answer.Status}: {answer.Body}");
            await world.Clock.SleepAsync(pause);
            pause = pause * 2 < _longestPause ? pause * 2 : _longestPause;
        }

        throw new SimulationException($"A webhook was not taken in {MostTries} tries.");
    }

    private static Task<Answer?> SendAsync(World world, WebhookRoute route, byte[] body, string secret) =>
        world.AskAsync(app =>
            HttpCall
                .To(app)
                .Signed(secret, body, world.Clock.Now)
                .SendAsync(request =>
                    route == WebhookRoute.Payments
                        ? app.Get<WebhookFunctions>().PaymentAsync(request, "sandbox", app.Client, CancellationToken.None)
                        : app.Get<WebhookFunctions>().CarrierAsync(request, "sandbox", app.Client, CancellationToken.None)
                )
        );
}
