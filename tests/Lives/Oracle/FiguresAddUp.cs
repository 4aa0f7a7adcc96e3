using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;

namespace Lives.Oracle;

/// <summary>
/// What customers read adds up: on the page and in the mails the goods, shipping and duties, less what is taken off, are the total, which is
/// the order's; and duties are there once. The view says the same.
/// </summary>
internal sealed class FiguresAddUp : Invariant
{
    private static readonly string[] _totals = ["Total", "合计"];
    private static readonly string[] _withFigures = [OrderJson.Name(MailKind.Received), OrderJson.Name(MailKind.Paid)];
    private static readonly string[] _duties = ["duties", "关税"];

    protected override void Begin()
    {
        Life.PageRead += (order, html) => JudgePage(order.OrderId, html);
        Life.World.Mails.Read += (key, _, text) => JudgeMail(key.Split('/'), $"the mail {key}", Shown.RowsIn(text));
    }

    public override void AtEnd(Ending ending)
    {
        foreach (var order in ending.Orders)
        {
            var now = order.Order;
            var sum = now.Lines.Sum(line => line.Price.Amount) + now.ShippingFee.Amount + now.DutiesDue.Amount;
            Expect(sum == now.Total.Amount, order.Id, $"goods, shipping and duties are {sum}, and the total is {now.Total}");
            if (Shown.Page(Life, order.Id, Life.Script.Seed % 2 == 0 ? "en" : "zh-CN") is { } html)
                JudgePage(order.Id, html);
        }
    }

    private void JudgeMail(string[] key, string where, IReadOnlyList<Shown.Row> rows)
    {
        Expect(rows.Any(IsTotal) || !_withFigures.Contains(key[1]), key[0], $"{where} has no total");
        JudgeRows(key[0], where, rows, isPage: false);
    }

    private void JudgePage(string orderId, string html)
    {
        var tables = Shown.TablesIn(html).Where(rows => rows.Any(IsTotal)).ToList();
        Expect(tables.Count == 1, orderId, $"its page has {tables.Count} tables with a total");
        foreach (var rows in tables)
            JudgeRows(orderId, "its page", rows, isPage: true);
    }

    private void JudgeRows(string orderId, string where, IReadOnlyList<Shown.Row> rows, bool isPage)
    {
        var total = rows.Index().FirstOrDefault(row => IsTotal(row.Item));
        if (total.Item is null)
            return;
        var before = rows.Take(total.Index).ToList();
        var sum = before.Sum(row => row.Amount);
        Expect(
            sum == total.Item.Amount,
            orderId,
            $"{where} has {string.Join(" + ", before.Select(row => $"{row.Label} {row.Amount}"))} = {sum}, and a total of {total.Item.Amount}"
        );
        Expect(
            rows.Count(row => _duties.Any(word => row.Label.Contains(word, StringComparison.OrdinalIgnoreCase))) <= 1,
            orderId,
            $"{where} has duties more than once"
        );
        if (isPage && Books.Order(orderId) is { } order && Books.State(orderId) is { } state)
            Expect(
                total.Item.Amount == order.As(state.Terms).Total.Amount,
                orderId,
                $"{where} has a total of {total.Item.Amount}, and the order of {order.As(state.Terms).Total}"
            );
    }

    private static bool IsTotal(Shown.Row row) => _totals.Contains(row.Label);
}
