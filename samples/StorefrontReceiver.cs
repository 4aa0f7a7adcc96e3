#:sdk Microsoft.NET.Sdk.Web
// Hears what the app tells a storefront: WEBHOOK_SECRET=whsec_… dotnet run samples/StorefrontReceiver.cs
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

var key = Convert.FromBase64String(Environment.GetEnvironmentVariable("WEBHOOK_SECRET")!["whsec_".Length..]);
var seen = new HashSet<string>(); // In a shop: a table, with the id as its key.
var builder = WebApplication.CreateSlimBuilder();
builder.Logging.SetMinimumLevel(LogLevel.Warning);
var app = builder.Build();
app.MapPost("/webhooks", async (HttpRequest request) =>
{
    using var memory = new MemoryStream();
    await request.Body.CopyToAsync(memory);
    var body = memory.ToArray(); // Verified as it came, before anything reads it.
    string id = request.Headers["webhook-id"]!, time = request.Headers["webhook-timestamp"]!;
    if (!long.TryParse(time, CultureInfo.InvariantCulture, out var seconds)
        || Math.Abs(DateTimeOffset.UtcNow.ToUnixTimeSeconds() - seconds) > 300
        || !IsSigned($"{id}.{time}.", body, request.Headers["webhook-signature"]!))
        return Results.Unauthorized();
    lock (seen)
    {
        if (!seen.Add(id))
            return Results.NoContent(); // A repeat: it was heard.
    }

    using var message = JsonDocument.Parse(body);
    Console.WriteLine($"{message.RootElement.GetProperty("type")} {message.RootElement.GetProperty("data")}");
    return Results.NoContent();
});
app.Run("http://127.0.0.1:5005");

bool IsSigned(string before, byte[] body, string signatures)
{
    byte[] signed = [.. Encoding.UTF8.GetBytes(before), .. body];
    var expected = Encoding.ASCII.GetBytes("v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed)));
    return signatures.Split(' ').Any(one => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(one), expected));
}
