using System.Security.Cryptography;

namespace Lives.Machine;

/// <summary>The app's source of randomness, from a seed: ids repeat from run to run.</summary>
internal sealed class SeededRandomness(int seed) : RandomNumberGenerator
{
    private readonly Random _random = new(seed);

    public override void GetBytes(byte[] data) => _random.NextBytes(data);

    public override void GetBytes(Span<byte> data) => _random.NextBytes(data);
}
