using Lives.Campaigns;
using Lives.Scripts;

namespace Lives.Tests;

public sealed class ShrinkerTests
{
    [Fact]
    public void Shrunk_script_keeps_only_what_breaks_the_same_promise()
    {
        var script = ScriptWriter.Write(5) with
        {
            Orders = [.. Enumerable.Range(10, 3).SelectMany(seed => ScriptWriter.Write(seed).Orders)],
            Deeds = [.. Enumerable.Range(0, 9).Select(index => Deed(index, index is 4 or 7 ? DeedKind.Cancel : DeedKind.Look))],
        };

        // Two cancels break what is sought; one breaks another promise.
        var shrinker = new Shrinker(candidate =>
            candidate.Deeds.Count(deed => deed.Kind == DeedKind.Cancel) switch
            {
                0 => null,
                1 => "Other",
                _ => "Sought",
            }
        );
        var shortest = shrinker.Shrink(script);

        Assert.Equal([DeedKind.Cancel, DeedKind.Cancel], shortest.Deeds.Select(deed => deed.Kind));
        Assert.Equal((1, 0), (shortest.Orders.Count, shortest.Faults.Count));

        static Deed Deed(int index, DeedKind kind) => new(index % 3, null, TimeSpan.FromHours(index), kind, index);
    }
}
