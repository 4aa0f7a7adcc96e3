using Orders.Functions.Domain.Ordering;

namespace Workflow.Tests.Harness;

internal static class Goods
{
    /// <summary>The order for a test that counts the goods itself: its money and its alerts are left to look at.</summary>
    public static Order WithoutGoods(this Order order) => order with { Lines = [] };
}
