using CsCheck;
using Orders.Functions.Domain.Ordering;

namespace Domain.Tests.Ordering;

public sealed class OrderIdsTests
{
    private static readonly Gen<byte[]> _numberBytes = Gen.Byte.Array[OrderIds.OrderNumberBytes];

    [Fact]
    public void Order_ids_keep_all_their_bits() =>
        Gen.Select(Gen.Byte.Array[16], Gen.Int[0, 127])
            .Sample(
                (bytes, bit) =>
                {
                    var id = OrderIds.OrderId(bytes);
                    bytes[bit / 8] ^= (byte)(1 << (bit % 8));

                    Assert.Matches("^[0-9a-hjkmnp-tv-z]{26}$", id);
                    Assert.NotEqual(id, OrderIds.OrderId(bytes));
                }
            );

    [Fact]
    public void Order_numbers_survive_how_people_write_them() =>
        _numberBytes.Sample(bytes =>
        {
            var number = OrderIds.OrderNumber(bytes);

            Assert.Matches("^R-[2-9A-HJKMNP-Z]{5}-[2-9A-HJKMNP-Z]{5}$", number);
            Assert.Equal(number, OrderIds.Normalise(number));
            Assert.Equal(number, OrderIds.Normalise(number.Replace("-", " ", StringComparison.Ordinal).ToLowerInvariant()));
            Assert.Equal(number, OrderIds.Normalise(number[2..]));
        });

    [Fact]
    public void Wrong_character_or_swap_is_noticed() =>
        Gen.Select(_numberBytes, Gen.Int[0, 9], Samples.OneOf("23456789ABCDEFGHJKMNPQRSTUVWXYZ".ToCharArray()))
            .Sample(
                (bytes, at, other) =>
                {
                    var digits = OrderIds.OrderNumber(bytes)[2..].Replace("-", "", StringComparison.Ordinal).ToCharArray();
                    var changed = digits.ToArray();
                    changed[at] = other;
                    var swapped = digits.ToArray();
                    (swapped[at], swapped[(at + 1) % 10]) = (swapped[(at + 1) % 10], swapped[at]);

                    Assert.Equal(changed.SequenceEqual(digits), OrderIds.Normalise(new string(changed)) is not null);
                    Assert.Equal(swapped.SequenceEqual(digits), OrderIds.Normalise(new string(swapped)) is not null);
                }
            );
}
