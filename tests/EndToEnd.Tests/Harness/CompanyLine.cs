namespace EndToEnd.Tests.Harness;

/// <summary>
/// A shop that reaches its companies (payment, carrier, mail provider) over a line that can be cut; they reach it by the same line.
/// </summary>
internal sealed class CompanyLine : IAsyncDisposable
{
    private CompanyLine(Shop shop, Relay relay)
    {
        Shop = shop;
        Relay = relay;
    }

    public Shop Shop { get; }

    public Relay Relay { get; }

    /// <param name="passing">Looks at the calls on their way; null passes them on.</param>
    public static async Task<CompanyLine> OpenAsync(IReadOnlyDictionary<string, string>? settings = null, Passing? passing = null)
    {
        var shop = await Shop.BuildAsync(settings);
        var line = new CompanyLine(shop, await Relay.StartAsync(shop.App.Url, passing));
        try
        {
            shop.App["App__Url"] = line.Relay.Url.AbsoluteUri.TrimEnd('/');
            await shop.App.StartAsync();
            return line;
        }
        catch
        {
            await line.DisposeAsync();
            throw;
        }
    }

    /// <summary>Cuts one call off, for example <c>POST /api/sandbox/payments</c>.</summary>
    public Relay.Cut CutOff(string call) => Relay.CutOff(one => one == call);

    public async ValueTask DisposeAsync()
    {
        await Shop.DisposeAsync();
        await Relay.DisposeAsync();
    }
}
