namespace Lives.Storage;

internal interface IKeyed
{
    string Key { get; }
}

/// <summary>
/// Items by their keys, in ordinal order: sorted blocks, so that a change moves few items however many there are. Changing it ends its
/// cursors.
/// </summary>
internal sealed class Ordered<T>
    where T : class, IKeyed
{
    private const int BlockSize = 256;

    private readonly List<Block> _blocks = [];

    public int Count { get; private set; }

    public T? Find(string key)
    {
        var block = BlockOf(key);
        if (block < 0)
            return null;
        var at = _blocks[block].IndexOf(key);
        return at < 0 ? null : _blocks[block].Items[at];
    }

    /// <summary>Adds an item, or puts it in the place of the one with its key.</summary>
    public void Set(T item)
    {
        if (_blocks.Count == 0)
            _blocks.Add(new Block());
        var index = Math.Max(BlockOf(item.Key), 0);
        var block = _blocks[index];
        var at = block.IndexOf(item.Key);
        if (at >= 0)
        {
            block.Items[at] = item;
            return;
        }

        at = ~at;
        Count++;
        if (block.Count == BlockSize)
        {
            // What is only ever added to at the end leaves full blocks behind.
            var isLast = index == _blocks.Count - 1 && at == BlockSize;
            var next = block.Split(isLast ? BlockSize : BlockSize / 2);
            _blocks.Insert(index + 1, next);
            if (at >= block.Count)
                (block, at) = (next, at - block.Count);
        }

        block.Insert(at, item);
    }

    public bool Remove(string key)
    {
        var index = BlockOf(key);
        if (index < 0)
            return false;
        var at = _blocks[index].IndexOf(key);
        if (at < 0)
            return false;
        _blocks[index].RemoveAt(at);
        if (_blocks[index].Count == 0)
            _blocks.RemoveAt(index);
        Count--;
        return true;
    }

    /// <summary>Before the first item whose key is not less than <paramref name="from"/>.</summary>
    public Cursor Seek(string? from)
    {
        if (from is null)
            return new Cursor(this, 0, -1);
        var block = Math.Max(BlockOf(from), 0);
        if (block >= _blocks.Count)
            return new Cursor(this, 0, -1);
        var at = _blocks[block].IndexOf(from);
        return new Cursor(this, block, (at < 0 ? ~at : at) - 1);
    }

    // The last block whose first key is not greater; -1 if there is none.
    private int BlockOf(string key)
    {
        var (low, high) = (0, _blocks.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) >> 1;
            if (string.CompareOrdinal(_blocks[middle].First, key) <= 0)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return high;
    }

    internal struct Cursor(Ordered<T> items, int block, int at)
    {
        private int _block = block;
        private int _at = at;

        public readonly T Current => items._blocks[_block].Items[_at];

        public bool MoveNext()
        {
            if (_block >= items._blocks.Count)
                return false;
            if (++_at < items._blocks[_block].Count)
                return true;
            (_block, _at) = (_block + 1, 0);
            return _block < items._blocks.Count;
        }
    }

    private sealed class Block
    {
        public T[] Items { get; private set; } = new T[4];

        public int Count { get; private set; }

        // An empty block is the first and only one: any key may go there.
        public string First => Count == 0 ? "" : Items[0].Key;

        /// <returns>Where the key is; if nowhere, the complement of where it would be.</returns>
        public int IndexOf(string key)
        {
            var (low, high) = (0, Count - 1);
            while (low <= high)
            {
                var middle = (low + high) >> 1;
                var order = string.CompareOrdinal(Items[middle].Key, key);
                if (order == 0)
                    return middle;
                if (order < 0)
                    low = middle + 1;
                else
                    high = middle - 1;
            }

            return ~low;
        }

        public void Insert(int at, T item)
        {
            if (Count == Items.Length)
            {
                var larger = new T[Math.Min(Count * 2, BlockSize)];
                Array.Copy(Items, larger, Count);
                Items = larger;
            }

            Array.Copy(Items, at, Items, at + 1, Count - at);
            Items[at] = item;
            Count++;
        }

        public void RemoveAt(int at)
        {
            Count--;
            Array.Copy(Items, at + 1, Items, at, Count - at);
            Items[Count] = null!;
        }

        public Block Split(int at)
        {
            var rest = new Block();
            if (at == Count)
                return rest;
            rest.Items = new T[BlockSize];
            rest.Count = Count - at;
            Array.Copy(Items, at, rest.Items, 0, rest.Count);
            Array.Clear(Items, at, rest.Count);
            Count = at;
            return rest;
        }
    }
}
