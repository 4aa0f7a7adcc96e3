using Lives.Campaigns;
using Lives.Defects;

namespace Lives.Tests;

/// <summary>A simulation that finds nothing may be blind: it has to find what is known to be wrong.</summary>
public sealed class DefectTests
{
    private const int MostLives = 400;

    public static TheoryData<string> Names => [.. KnownDefects.All().Select(defect => defect.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Known_defect_is_found(string name)
    {
        var campaign = DefectHunt.Find(Simulated.App, KnownDefects.All().Single(defect => defect.Name == name), threads: 1, MostLives);

        Assert.True(campaign.Broken.Count > 0, $"{name}: not found in {campaign.Lives} lives.");
    }
}
