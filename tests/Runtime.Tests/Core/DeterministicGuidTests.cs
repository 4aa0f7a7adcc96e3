using LocalRuntime.DurableTask.Core;

namespace Runtime.Tests.Core;

public sealed class DeterministicGuidTests
{
    [Fact]
    public void Guid_of_a_name_is_version_5_of_the_official_namespace() =>
        Assert.Equal(Guid.Parse("7a1f9dfa-8c4d-5394-8a37-05b95cda95d1"), DeterministicGuid.Create("order-1_2026-11-22T18:23:13.7201860Z_0"));
}
