using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Integrations.Sandbox;

namespace Orders.Functions.Http.Sandbox;

/// <summary>The sandbox's carrier, as its customers see it: book, void, track; and a hand to scan parcels with.</summary>
public sealed class SandboxCarrierCompany(
    SandboxCarrierBooks books,
    SandboxCarrierDesk desk,
    Autopilot autopilot,
    SandboxSettings settings,
    TimeProvider clock
)
{
    /// <summary>No van of ours carries more.</summary>
    private const int HeaviestGrams = 30_000;

    [Function("SandboxCarrierBook")]
    public async Task<IResult> BookAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "sandbox/carrier/waybills")] HttpRequest request,
        CancellationToken cancellation
    )
    {
        var (booking, refusal) = await SandboxRequest.ReadSignedAsync<SandboxBooking>(request, settings, clock.GetUtcNow(), cancellation);
        if (booking is null)
            return refusal!;
        if (request.Headers["Idempotency-Key"].ToString() is not { Length: > 0 and <= 200 } key)
            return Problem.Invalid("Idempotency-Key", "Must be 1 to 200 characters.");
        if (booking.OrderNumber is null || booking.ShipTo?.Country is null)
            return Problem.Invalid("", "An order number and an address with its country are wanted.");
        if (booking.WeightGrams is <= 0 or > HeaviestGrams)
            return new Problem("urn:sandbox:weight", StatusCodes.Status422UnprocessableEntity, "A parcel weighs up to 30 kg.");
        if (await books.BookAsync(key, booking, cancellation) is not { } waybill)
            return new Problem(
                "urn:sandbox:key-reused",
                StatusCodes.Status422UnprocessableEntity,
                "The idempotency key was used for another parcel."
            );

        await autopilot.BookedAsync(waybill.Waybill, cancellation);
        return Json(new Booking(waybill.Waybill));
    }

    [Function("SandboxCarrierVoid")]
    public async Task<IResult> VoidAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "sandbox/carrier/waybills/{waybill}/void")] HttpRequest request,
        string waybill,
        CancellationToken cancellation
    )
    {
        var (named, refusal) = await SandboxRequest.ReadSignedAsync<WaybillNamed>(request, settings, clock.GetUtcNow(), cancellation);
        if (named is null)
            return refusal!;

        // The signature covers the body, not the address: the body says it again.
        if (named.Waybill != waybill)
            return Problem.Invalid("waybill", "Must be the waybill of the address.");
        return await books.VoidAsync(waybill, cancellation) switch
        {
            null => Problem.NotFound("waybill"),
            { Voided: true } voided => Json(voided),
            _ => Problem.Conflict("urn:sandbox:picked-up", "The parcel was picked up already."),
        };
    }

    [Function("SandboxCarrierIntercept")]
    public async Task<IResult> InterceptAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "sandbox/carrier/waybills/{waybill}/intercept")] HttpRequest request,
        string waybill,
        CancellationToken cancellation
    )
    {
        var (named, refusal) = await SandboxRequest.ReadSignedAsync<WaybillNamed>(request, settings, clock.GetUtcNow(), cancellation);
        if (named is null)
            return refusal!;
        if (named.Waybill != waybill)
            return Problem.Invalid("waybill", "Must be the waybill of the address.");
        if (
            await (settings.Intercept ? books.InterceptAsync(waybill, cancellation) : books.FindAsync(waybill, cancellation))
            is not { } known
        )
            return Problem.NotFound("waybill");
        return settings.Intercept && known.Intercepted
            ? Json(known)
            : Problem.Conflict("urn:sandbox:no-intercept", "The parcel cannot be brought back.");
    }

    [Function("SandboxCarrierTrack")]
    public async Task<IResult> TrackAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "sandbox/carrier/{waybill}")] HttpRequest request,
        string waybill,
        CancellationToken cancellation
    )
    {
        _ = request;
        return settings.Enabled && await books.FindAsync(waybill, cancellation) is { } known ? Json(known) : Problem.NotFound("waybill");
    }

    [Function("SandboxCarrierScan")]
    public async Task<IResult> ScanAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "sandbox/carrier/{waybill}/scan")] HttpRequest request,
        string waybill,
        CancellationToken cancellation
    )
    {
        var (scan, refusal) = await SandboxRequest.ReadAsync<ScanToPost>(request, settings, cancellation);
        if (scan is null)
            return refusal!;
        if (!ParcelStatuses.TryParseScan(scan.Status, out _))
            return Problem.Invalid("status", "Must be a status of the normal form: picked_up, in_transit, out_for_delivery, delivered …");

        var (known, accepted) = await desk.ScanAsync(waybill, scan.EventId ?? Guid.NewGuid().ToString("N"), scan, cancellation);
        return known switch
        {
            null => Problem.NotFound("waybill"),
            { Voided: true } => Problem.Conflict("urn:sandbox:voided", "The waybill was voided."),
            _ when !accepted => new Problem(
                "urn:sandbox:webhook",
                StatusCodes.Status502BadGateway,
                "The scan is recorded, but the webhook did not take it. Post it again with the same eventId."
            ),
            _ => Json(known),
        };
    }

    private static IResult Json<T>(T body) => Results.Json(body, OrderJson.Options);
}

public sealed record WaybillNamed(string Waybill);
