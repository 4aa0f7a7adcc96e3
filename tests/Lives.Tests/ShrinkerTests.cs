using Lives.Campaigns;
using Lives.People;
using Lives.Scripts;

namespace Lives.Tests;

public sealed class ShrinkerTests
{
    [Fact]
    public void What_does_not_matter_is_left_out()
    {
        var script = ScriptWriter.Write(5) with
        {
            Orders = [.. Enumerable.Range(10, 3).SelectMany(seed => ScriptWriter.Write(seed).Orders)],
            Deeds =
            [
                .. Enumerable
                    .Range(0, 9)
                    .Select(index => new Deed(
                        index % 3,
                        null,
                        TimeSpan.FromHours(index),
                        index == 4 ? DeedKind.Cancel : DeedKind.Look,
                        index
                    )),
            ],
        };

        var shortest = new Shrinker(candidate => candidate.Deeds.Any(deed => deed.Kind == DeedKind.Cancel) ? "NoCancel" : null).Shrink(
            script
        );

        Assert.Equal(DeedKind.Cancel, Assert.Single(shortest.Deeds).Kind);
        Assert.Single(shortest.Orders);
        Assert.Empty(shortest.Faults);
    }

    [Fact]
    public void Other_broken_promise_is_not_what_is_sought()
    {
        var script = ScriptWriter.Write(5) with
        {
            Deeds = [new Deed(0, null, TimeSpan.Zero, DeedKind.Cancel, 0), new Deed(0, null, TimeSpan.Zero, DeedKind.Look, 0)],
        };

        var shortest = new Shrinker(candidate =>
            candidate.Deeds.Count switch
            {
                0 => null,
                1 => "Other",
                _ => "Sought",
            }
        ).Shrink(script);

        Assert.Equal(2, shortest.Deeds.Count);
    }
}
