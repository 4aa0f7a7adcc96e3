using System.Reflection;
using Orders.Functions.Domain.Status;

namespace Domain.Tests.Status;

public sealed class OrderEventsTests
{
    /// <summary>The names stand below the types that they name, and cannot be taken from them.</summary>
    [Fact]
    public void Each_event_is_raised_under_the_name_of_its_type()
    {
        var types = typeof(OrderEvents)
            .Assembly.GetTypes()
            .Where(type => type.GetProperty("EventId") is not null)
            .Select(type => type.Name)
            .ToHashSet(StringComparer.Ordinal);
        var names = typeof(OrderEvents).GetFields(BindingFlags.Public | BindingFlags.Static);

        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.Equal(name.Name, (string)name.GetRawConstantValue()!));
        Assert.All(names, name => Assert.Contains(name.Name, types));
    }
}
