using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Promises;

namespace Domain.Tests.Promises;

public sealed class WindowTests
{
    [Fact]
    public void Defaults_are_those_of_the_notes()
    {
        var windows = new OrderWindowsOptions().Current();

        Assert.Equal(TimeSpan.FromHours(24), windows.Payment);
        Assert.Equal(TimeSpan.FromHours(2), windows.PaymentFor(PaymentMethod.Crypto));
        Assert.Equal(new Window(null, 3), windows.Answer);
        Assert.Equal(TimeSpan.FromDays(7), windows.Claim);
    }

    [Fact]
    public void All_wrong_settings_are_named_at_once()
    {
        var errors = new OrderWindowsOptions
        {
            Payment = "1bd",
            Claim = "P1M",
            Review = "0bd",
            Silence = "-P1D",
            Return = "soon",
            CryptoConfirmations = "0",
        }.Validate();

        Assert.Equal(6, errors.Count);
        foreach (var name in (string[])["Payment", "Claim", "Review", "Silence", "Return", "CryptoConfirmations"])
            Assert.Contains(errors, error => error.StartsWith($"The setting Orders:Windows:{name} is ", StringComparison.Ordinal));
        Assert.Throws<SettingException>(() => new OrderWindowsOptions { Payment = "never" }.Current());
    }

    [Theory]
    [InlineData("PT90S", 90)]
    [InlineData("P1DT1S", 86401)]
    [InlineData("PT5M", 300)]
    public void Duration_is_read(string text, int seconds)
    {
        Assert.Null(WindowText.TryParse(text, WindowForm.Duration, out var window));
        Assert.Equal(TimeSpan.FromSeconds(seconds), window.Duration);
    }

    [Theory]
    [InlineData("2026-11-20T04:00Z", 1, "2026-11-23T04:00Z")] // Friday noon in the warehouse: Monday noon.
    [InlineData("2026-11-20T15:00Z", 1, "2026-11-23T15:00Z")] // Friday, 23:00 there.
    [InlineData("2026-11-20T17:00Z", 1, "2026-11-23T16:00Z")] // Saturday, 01:00 there: all of Monday.
    [InlineData("2026-11-18T04:00Z", 3, "2026-11-23T04:00Z")]
    public void Business_days_are_the_warehouses(string start, int days, string end) =>
        Assert.Equal(At(end), Deadlines.After(new Window(null, days), At(start)));

    [Fact]
    public void Duration_takes_no_notice_of_weekends() =>
        Assert.Equal(Samples.Noon.AddDays(1), Deadlines.After(new Window(TimeSpan.FromDays(1), null), Samples.Noon));

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text);
}
