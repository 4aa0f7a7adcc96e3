using System.Globalization;
using Microsoft.Extensions.Configuration;
using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Background;

/// <summary>The settings <c>Webhooks:*</c>.</summary>
/// <param name="ConfirmAfter">
/// How long after raising an event the pump looks whether it had its effect, and else raises it again; doubles with each further attempt.
/// </param>
/// <param name="MaxAttempts">After this many the event goes to quarantine and operations are told.</param>
public sealed record WebhookOptions(TimeSpan ConfirmAfter, int MaxAttempts)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    /// <exception cref="InvalidOperationException">Settings are wrong; all of them are named.</exception>
    public static WebhookOptions Read(IConfiguration configuration)
    {
        var section = configuration.GetSection("Webhooks");
        var errors = new List<string>();
        var confirmAfter = new Window(TimeSpan.FromSeconds(10), null);
        if (
            section[nameof(ConfirmAfter)] is { Length: > 0 } duration
            && WindowText.TryParse(duration, WindowForm.Duration, out confirmAfter) is { } wrong
        )
            errors.Add($"Webhooks:ConfirmAfter {wrong}.");

        // Forty attempts are about a day and a third.
        var maxAttempts = 40;
        if (
            section[nameof(MaxAttempts)] is { Length: > 0 } number
            && !(int.TryParse(number, CultureInfo.InvariantCulture, out maxAttempts) && maxAttempts is > 0 and <= 1000)
        )
            errors.Add($"Webhooks:MaxAttempts is \"{number}\": it should be a number from 1 to 1000.");
        return errors.Count == 0 ? new(confirmAfter.Duration!.Value, maxAttempts) : throw new SettingException(string.Join(' ', errors));
    }

    /// <summary>The pause after an attempt.</summary>
    /// <param name="attempts">Those made before it.</param>
    public TimeSpan PauseAfter(int attempts)
    {
        var pause = ConfirmAfter * Math.Pow(2, Math.Min(attempts, 20));
        return pause < LongestPause ? pause
            : LongestPause > ConfirmAfter ? LongestPause
            : ConfirmAfter;
    }
}
