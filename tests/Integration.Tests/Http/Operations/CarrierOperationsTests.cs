using System.Globalization;
using Orders.Functions.Commands.Shipping;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Http.Operations;
using Orders.Functions.Storage.Orders;

namespace Integration.Tests.Http.Operations;

/// <summary>Switching carriers off and on.</summary>
public sealed class CarrierOperationsTests(Face face) : IClassFixture<Face>
{
    [Fact]
    public async Task Carrier_is_switched_off_for_a_while_and_on_again()
    {
        var until = DateTimeOffset.UtcNow.AddHours(2);
        var off = await PauseAsync("scripted", $$"""{ "until": "{{until:O}}", "reason": "Strike.", "by": "mei" }""");

        Assert.Equal(200, off.Status);
        Assert.Contains("scripted", await face.Get<CarrierPauses>().PausedAsync());
        var listed = Assert.Single((await ListAsync()).Body.GetProperty("carriers").EnumerateArray()).GetProperty("pause");
        Assert.Equal(("Strike.", "mei"), (listed.GetProperty("reason").GetString(), listed.GetProperty("by").GetString()));

        Assert.Equal(200, (await ResumeAsync("scripted", """{ "by": "li" }""")).Status);
        Assert.Equal(200, (await ResumeAsync("scripted", """{ "by": "li" }""")).Status);

        Assert.DoesNotContain("scripted", await face.Get<CarrierPauses>().PausedAsync());
        Assert.False(Assert.Single((await ListAsync()).Body.GetProperty("carriers").EnumerateArray()).TryGetProperty("pause", out _));
    }

    [Fact]
    public async Task Pause_names_everything_that_is_wrong()
    {
        var late = DateTimeOffset.UtcNow.Add(CarrierPause.Longest).AddMinutes(1).ToString("O", CultureInfo.InvariantCulture);

        Assert.Equal(["until", "reason", "by", "who"], (await PauseAsync("scripted", $$"""{ "until": "{{late}}", "who": 1 }""")).Errors);
        Assert.Equal(["until"], (await PauseAsync("scripted", """{ "until": "2026-01-01T00:00:00Z", "reason": "a", "by": "b" }""")).Errors);
        Assert.Equal(["by"], (await ResumeAsync("scripted", "{}")).Errors);
        Assert.Equal(404, (await PauseAsync("other", "{}")).Status);
        Assert.Equal(404, (await ResumeAsync("other", "{}")).Status);
        Assert.Equal(401, (await ListAsync(key: "wrong")).Status);
        Assert.DoesNotContain("scripted", await face.Get<CarrierPauses>().PausedAsync());
    }

    private CarrierOperations Operations => new(face.Get<PauseCarrierCommand>(), face.Time);

    private Task<Face.Answer> ListAsync(string key = "ops")
    {
        var request = face.Request("get", headers: ("x-functions-key", key));
        return face.BehindDoorAsync("OpsCarriers", request, "/api/ops/carriers", () => Operations.ListAsync(request, default));
    }

    private Task<Face.Answer> PauseAsync(string carrier, string json)
    {
        var request = face.Request("post", json, headers: ("x-functions-key", "ops"));
        return face.BehindDoorAsync(
            "OpsPauseCarrier",
            request,
            "/api/ops/carriers/{name}/pause",
            () => Operations.PauseAsync(request, carrier, default)
        );
    }

    private Task<Face.Answer> ResumeAsync(string carrier, string json)
    {
        var request = face.Request("post", json, headers: ("x-functions-key", "ops"));
        return face.BehindDoorAsync(
            "OpsResumeCarrier",
            request,
            "/api/ops/carriers/{name}/resume",
            () => Operations.ResumeAsync(request, carrier, default)
        );
    }
}
