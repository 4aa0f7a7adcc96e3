using Lives.Oracle;

namespace Lives.Tests;

/// <summary>The judge reads what customers read.</summary>
public sealed class ShownTests
{
    [Fact]
    public void Rows_of_a_mail_are_read()
    {
        const string Text = """
            Your payment has arrived

            Hello Customer: we have received 74.00 USD.

              Hardware wallet Lite × 1: 59.00 USD
              Shipping: 15.00 USD
              Discount: -1,000.50 USD
              Waybill: W000001
              Total: 74.00 USD

            """;

        Assert.Equal(
            [
                new Shown.Row("Hardware wallet Lite × 1", 5900, "USD"),
                new Shown.Row("Shipping", 1500, "USD"),
                new Shown.Row("Discount", -100050, "USD"),
                new Shown.Row("Total", 7400, "USD"),
            ],
            Shown.RowsIn(Text)
        );
    }

    [Fact]
    public void Rows_of_a_page_are_read()
    {
        const string Html = """
            <p class="status">Handed to the carrier</p>
            <table><tr><th scope="row">Pay by</th><td><time datetime="2026-03-03T02:00:00Z">soon</time></td></tr></table>
            <table>
            <tr><th scope="row">USB-C cable, 1&nbsp;m × 2</th><td>18.00 USD</td></tr><tr class="sum"><th scope="row">合计</th><td>18.00 USD</td></tr>
            </table>
            """;

        Assert.Equal(
            [new Shown.Row("USB-C cable, 1\u00A0m × 2", 1800, "USD"), new Shown.Row("合计", 1800, "USD")],
            Shown.TablesIn(Html).Single(rows => rows.Count > 0)
        );
        Assert.Equal("Handed to the carrier", Shown.StatusIn(Html));
        Assert.Equal([new DateTimeOffset(2026, 3, 3, 2, 0, 0, TimeSpan.Zero)], Shown.TimesIn(Html));
    }
}
