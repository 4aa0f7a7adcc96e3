namespace EndToEnd.Tests;

public sealed class Placeholder
{
    [Fact]
    public void House_stands() => Assert.NotEmpty(typeof(Placeholder).Assembly.GetName().Name!);
}
