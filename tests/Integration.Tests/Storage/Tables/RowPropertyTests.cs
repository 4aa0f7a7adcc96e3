using System.Text.Json;
using Azure.Data.Tables;
using CsCheck;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Storage.Tables;

namespace Integration.Tests.Storage.Tables;

/// <summary>A row holds what was written, or says that it does not.</summary>
public sealed class RowPropertyTests
{
    private static readonly string _order = JsonSerializer.Serialize(Samples.Order("o-1"), OrderJson.Options);
    private static readonly string _state = JsonSerializer.Serialize(
        Samples.State(Samples.Order("o-1"), OrderStatus.Preparing, 3),
        OrderJson.Options
    );

    [Fact]
    public void Record_of_any_length_comes_back_as_it_was() =>
        Gen.Select(Gen.String, Gen.Int[0, 200_000], Gen.Char)
            .Sample(
                (text, length, filler) =>
                {
                    var note = new Note(
                        string.Concat(text.Where(c => !char.IsSurrogate(c)))
                            + new string(char.IsSurrogate(filler) ? 'a' : filler, length / (char.IsAsciiLetterOrDigit(filler) ? 1 : 8))
                    );
                    Assert.Equal(note, new TableEntity("p", "r").With(note).Read<Note>());
                },
                iter: 60
            );

    [Fact]
    public void Any_content_is_a_record_or_a_clear_error() =>
        Mutations
            .Of(_order, _state)
            .Sample(
                json =>
                {
                    var row = new TableEntity("p", "r") { ["Json"] = json };
                    Reads<Order>(row);
                    Reads<OrderState>(row);
                    Reads<ParcelState>(row);
                    Reads<CaseState>(row);
                    Reads<LedgerEntry>(row);
                },
                iter: 3000
            );

    [Fact]
    public void Column_of_another_type_is_a_clear_error() =>
        Gen.OneOf<object>(
                Gen.Int.Select(value => (object)value),
                Gen.Long.Select(value => (object)value),
                Gen.Bool.Select(value => (object)value),
                Gen.Byte.Array[0, 9].Select(value => (object)value),
                Gen.Double.Select(value => (object)value)
            )
            .Sample(value => Assert.Throws<InvalidDataException>(() => new TableEntity("p", "r") { ["Json"] = value }.Read<Order>()));

    [Fact]
    public void Record_that_lost_a_part_is_a_clear_error()
    {
        var row = new TableEntity("p", "r").With(new Note(new string('a', 100_000)));
        foreach (var part in (string[])["Json", "Json1", "Json2", "Json3"])
        {
            var less = new TableEntity(row);
            Assert.True(less.Remove(part));
            var lost = Assert.Throws<InvalidDataException>(() => less.Read<Note>());
            Assert.Contains("p / r", lost.Message, StringComparison.Ordinal);
        }
    }

    private static void Reads<T>(TableEntity row)
    {
        try
        {
            Assert.NotNull(row.Read<T>());
        }
        catch (InvalidDataException e)
        {
            Assert.Contains("p / r", e.Message, StringComparison.Ordinal);
        }
    }

    private sealed record Note(string Text);
}
