using System.Diagnostics;
using Soak.Harness;

namespace Bench.Load;

/// <summary>Processor time of those that share the machine, in milliseconds.</summary>
/// <param name="Storage">Of the emulator.</param>
/// <param name="Client">Of this program.</param>
internal sealed record Cpu(double Host, double Worker, double Storage, double Client)
{
    public static Cpu operator -(Cpu later, Cpu earlier) =>
        new(later.Host - earlier.Host, later.Worker - earlier.Worker, later.Storage - earlier.Storage, later.Client - earlier.Client);

    public static Cpu operator /(Cpu all, int pieces) =>
        new(all.Host / pieces, all.Worker / pieces, all.Storage / pieces, all.Client / pieces);

    /// <summary>What they have used since they began; the worker's process must be the same all the time.</summary>
    public static Func<Cpu> Of(Shop shop)
    {
        var worker = shop.App.Worker!.Value;
        return () => new(Used(shop.App.Host), Used(worker), Used(shop.StorageProcess), Used(Environment.ProcessId));
    }

    private static double Used(int id)
    {
        using var process = Process.GetProcessById(id);
        return process.TotalProcessorTime.TotalMilliseconds;
    }
}
