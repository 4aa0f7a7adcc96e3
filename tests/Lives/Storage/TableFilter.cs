using Azure.Data.Tables;

namespace Lives.Storage;

/// <summary>A parsed OData filter.</summary>
internal abstract class TableFilter
{
    public static TableFilter All { get; } = new Everything();

    /// <summary>No row outside of these partitions matches.</summary>
    public KeyRange Partitions { get; private protected init; }

    /// <summary>No row with a key outside of these matches.</summary>
    public KeyRange Rows { get; private protected init; }

    /// <exception cref="FormatException">It is no filter, or none that the simulation knows.</exception>
    public static TableFilter Parse(string? filter) => string.IsNullOrEmpty(filter) ? All : new TableFilterParser(filter).Parse();

    public abstract bool Matches(StoredRow row);

    internal sealed class And : TableFilter
    {
        private readonly TableFilter _left;
        private readonly TableFilter _right;

        public And(TableFilter left, TableFilter right)
        {
            (_left, _right) = (left, right);
            Partitions = left.Partitions.And(right.Partitions);
            Rows = left.Rows.And(right.Rows);
        }

        public override bool Matches(StoredRow row) => _left.Matches(row) && _right.Matches(row);
    }

    internal sealed class Or : TableFilter
    {
        private readonly TableFilter _left;
        private readonly TableFilter _right;

        public Or(TableFilter left, TableFilter right)
        {
            (_left, _right) = (left, right);
            Partitions = left.Partitions.Or(right.Partitions);
            Rows = left.Rows.Or(right.Rows);
        }

        public override bool Matches(StoredRow row) => _left.Matches(row) || _right.Matches(row);
    }

    internal sealed class Not(TableFilter inner) : TableFilter
    {
        public override bool Matches(StoredRow row) => !inner.Matches(row);
    }

    /// <summary>A property beside a constant; a row without the property, or with one of another type, does not match.</summary>
    internal sealed class Comparison : TableFilter
    {
        private readonly string _name;
        private readonly ComparisonOperator _by;
        private readonly object _constant;

        public Comparison(string name, ComparisonOperator by, object constant)
        {
            (_name, _by, _constant) = (name, by, constant);
            if (constant is not string key)
                return;
            var range = new KeyRange(
                by is ComparisonOperator.Equal or ComparisonOperator.Greater or ComparisonOperator.GreaterOrEqual ? key : null,
                by is ComparisonOperator.Equal or ComparisonOperator.Less or ComparisonOperator.LessOrEqual ? key : null
            );
            if (name == nameof(ITableEntity.PartitionKey))
                Partitions = range;
            else if (name == nameof(ITableEntity.RowKey))
                Rows = range;
        }

        public override bool Matches(StoredRow row)
        {
            int order;
            switch (row.Find(_name), _constant)
            {
                case (string value, string constant):
                    order = string.CompareOrdinal(value, constant);
                    break;
                case (DateTimeOffset value, DateTimeOffset constant):
                    order = value.CompareTo(constant);
                    break;
                case (int value, long constant):
                    order = ((long)value).CompareTo(constant);
                    break;
                case (long value, long constant):
                    order = value.CompareTo(constant);
                    break;
                case (double value, double constant):
                    order = value.CompareTo(constant);
                    break;
                case (bool value, bool constant):
                    order = value.CompareTo(constant);
                    break;
                case (Guid value, Guid constant):
                    order = value.CompareTo(constant);
                    break;
                default:
                    return false;
            }

            return _by switch
            {
                ComparisonOperator.Equal => order == 0,
                ComparisonOperator.NotEqual => order != 0,
                ComparisonOperator.Less => order < 0,
                ComparisonOperator.LessOrEqual => order <= 0,
                ComparisonOperator.Greater => order > 0,
                _ => order >= 0,
            };
        }
    }

    private sealed class Everything : TableFilter
    {
        public override bool Matches(StoredRow row) => true;
    }
}

internal enum ComparisonOperator
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}
