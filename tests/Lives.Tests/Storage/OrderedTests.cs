using Lives.Storage;

namespace Lives.Tests.Storage;

public sealed class OrderedTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Any_changes_leave_the_items_in_order_and_found(int seed)
    {
        var random = new Random(seed);
        var (items, model) = (new Ordered<Item>(), new SortedDictionary<string, Item>(StringComparer.Ordinal));
        for (var step = 0; step < 30_000; step++)
        {
            var growing = step % 10_000 < 6_000;
            var item = new Item(random.Next(3_000).ToString("D5", null), step);
            if (growing ? random.Next(4) > 0 : random.Next(4) == 0)
            {
                items.Set(item);
                model[item.Key] = item;
            }
            else
            {
                Assert.Equal(model.Remove(item.Key), items.Remove(item.Key));
            }

            Assert.Equal(model.GetValueOrDefault(item.Key), items.Find(item.Key));
            if (step % 500 == 0)
                Assert.Equal(
                    model.Where(pair => string.CompareOrdinal(pair.Key, item.Key) >= 0).Select(pair => pair.Value),
                    From(items, item.Key)
                );
        }

        Assert.Equal(model.Count, items.Count);
        Assert.Equal(model.Values, From(items, null));
        foreach (var key in model.Keys)
            Assert.True(items.Remove(key));
        Assert.Empty(From(items, null));
    }

    [Fact]
    public void Items_added_in_order_are_found()
    {
        var items = new Ordered<Item>();
        for (var i = 0; i < 2_000; i++)
            items.Set(new Item(i.ToString("D5", null), i));
        Assert.Equal(Enumerable.Range(700, 1_300), From(items, "00700").Select(item => item.Value));
    }

    private static List<Item> From(Ordered<Item> items, string? key)
    {
        var found = new List<Item>();
        var cursor = items.Seek(key);
        while (cursor.MoveNext())
            found.Add(cursor.Current);
        return found;
    }

    internal sealed record Item(string Key, int Value) : IKeyed;
}
