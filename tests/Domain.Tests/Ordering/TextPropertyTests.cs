using System.Xml;
using CsCheck;
using Orders.Functions.Domain.Ordering;

namespace Domain.Tests.Ordering;

/// <summary>Texts that settings, queries and people's fingers bring in.</summary>
public sealed class TextPropertyTests
{
    [Fact]
    public void Window_is_read_or_told_what_is_wrong() =>
        Mutations
            .Of("PT24H", "P3D", "3bd", "P1DT2H3M4.5S", "-P1D", "P366D", "P99999999999999D", "PT0.0000001S")
            .Sample(
                text =>
                {
                    var wrong = WindowText.TryParse(text, WindowForm.BusinessDaysToo, out var window);
                    if (wrong is not null)
                        Assert.NotEmpty(wrong);
                    else
                        Assert.True(
                            window.BusinessDays is >= 1 and <= 60
                                || (window.Duration > TimeSpan.Zero && window.Duration <= TimeSpan.FromDays(366))
                        );
                },
                iter: 4000
            );

    [Fact]
    public void Window_that_was_written_is_read_as_it_was() =>
        Gen.Long[1, TimeSpan.FromDays(20).Ticks]
            .Sample(ticks =>
            {
                Assert.Null(WindowText.TryParse(XmlConvert.ToString(TimeSpan.FromTicks(ticks)), WindowForm.Duration, out var window));
                Assert.Equal(TimeSpan.FromTicks(ticks), window.Duration);
            });

    [Fact]
    public void Number_as_somebody_typed_it_is_one_number_or_none() =>
        Mutations
            .Of("R-7K3Q9-M2XWD", "RMA-7K3Q9-M2XWD", "r 7k3q9 m2xwd")
            .Sample(
                typed =>
                {
                    foreach (var known in (string?[])[OrderIds.Normalise(typed), OrderIds.NormaliseRma(typed)])
                        Assert.True(known is null || OrderIds.Normalise(known) == known || OrderIds.NormaliseRma(known) == known);
                },
                iter: 2000
            );
}
