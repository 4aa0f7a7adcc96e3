using Lives.Campaigns;
using Lives.Scripts;

namespace Lives.Tests;

/// <summary>Lives of orders with everything that can happen to them: a fixed set, and some that nobody has seen before.</summary>
public sealed class LivesTests
{
    private const int FixedLives = 400;
    private const int FreshLives = 60;

    [Fact]
    public void Fixed_lives_keep_every_promise() => Hold(1, campaign => campaign.Lives >= FixedLives);

    /// <summary>Others every day, and the same all day long: what is found can be looked at again, on any machine.</summary>
    [Fact]
    public void Fresh_lives_keep_every_promise() =>
        Hold(1_000_000 + ((int)(DateTime.UtcNow - DateTime.UnixEpoch).TotalDays * 1000), campaign => campaign.Lives >= FreshLives);

    [Theory]
    [InlineData(7)]
    [InlineData(42)]
    [InlineData(1234)]
    public void Seed_repeats_exactly(int seed)
    {
        var first = Trial.Of(Simulated.App, ScriptWriter.Write(seed));
        var second = Trial.Of(Simulated.App, ScriptWriter.Write(seed));

        Assert.Equal(first.Life.Trace, second.Life.Trace);
        Assert.Equal(first.Life.Journal, second.Life.Journal);
        Assert.True(first.Life.World.Calls > 50, "Nothing was lived.");
    }

    [Fact]
    public void Script_survives_being_written_down()
    {
        var script = ScriptWriter.Write(99);

        Assert.Equal(script.ToString(), Script.Parse(script.ToString()).ToString());
    }

    private static void Hold(int seed, Func<Campaign, bool> enough)
    {
        var campaign = new Campaign(Simulated.App);
        campaign.Run(seed, threads: 1, running => running.Broken.Count > 0 || enough(running));
        if (campaign.Broken.Count > 0)
            Assert.Fail(Simulated.Report(campaign.Broken[0]));
        Assert.True(campaign.Lives > 0, "Nobody lived.");
    }
}
