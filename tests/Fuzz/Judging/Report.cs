using System.Globalization;
using Fuzz.Wire;

namespace Fuzz.Judging;

/// <summary>What came of all requests, by the operation that they were made from.</summary>
internal sealed class Report
{
    private readonly SortedDictionary<string, Row> _rows = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _faults = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    public int Requests { get; private set; }

    public int Faults => _faults.Values.Sum();

    /// <param name="writes">Those of a refused request that nobody was told of.</param>
    public void Add(FuzzRequest request, FuzzAnswer answer, int writes, IReadOnlyList<string> faults)
    {
        lock (_lock)
        {
            Requests++;
            if (!_rows.TryGetValue(request.Operation, out var row))
                _rows[request.Operation] = row = new Row();
            row.Add(answer, writes);
            foreach (var fault in faults)
                _faults[fault] = _faults.GetValueOrDefault(fault) + 1;
        }
    }

    public void Write(TextWriter output)
    {
        lock (_lock)
        {
            output.WriteLine("| route | requests | 2xx | 3xx | 4xx | 5xx | no answer | statuses | writes by refused | slowest (ms) |");
            output.WriteLine("|---|---:|---:|---:|---:|---:|---:|---|---:|---:|");
            var all = new Row();
            foreach (var (operation, row) in _rows)
            {
                Line(output, operation, row);
                all.Add(row);
            }

            Line(output, $"**all {_rows.Count.ToString(CultureInfo.InvariantCulture)}**", all);
            foreach (var (fault, times) in _faults)
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{times} × {fault}"));
        }
    }

    private static void Line(TextWriter output, string name, Row row) =>
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {row.Of(0, 999)} | {row.Of(200, 299)} | {row.Of(300, 399)} | {row.Of(400, 499)} | {row.Of(500, 599)} "
                    + $"| {row.Of(0, 0)} | {string.Join(' ', row.Statuses)} | {row.Writes} | {row.Slowest.TotalMilliseconds:0} |"
            )
        );

    private sealed class Row
    {
        private readonly SortedDictionary<int, int> _answers = [];

        public IEnumerable<int> Statuses => _answers.Keys.Where(status => status > 0);

        public int Writes { get; private set; }

        public TimeSpan Slowest { get; private set; }

        public int Of(int from, int to) => _answers.Where(answer => answer.Key >= from && answer.Key <= to).Sum(answer => answer.Value);

        public void Add(FuzzAnswer answer, int writes)
        {
            _answers[answer.Status] = _answers.GetValueOrDefault(answer.Status) + 1;
            Writes += writes;
            Slowest = answer.Took > Slowest ? answer.Took : Slowest;
        }

        public void Add(Row other)
        {
            foreach (var (status, times) in other._answers)
                _answers[status] = _answers.GetValueOrDefault(status) + times;
            Writes += other.Writes;
            Slowest = other.Slowest > Slowest ? other.Slowest : Slowest;
        }
    }
}
