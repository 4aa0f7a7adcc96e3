using System.Diagnostics;

[assembly: AssemblyFixture(typeof(Tests.Patience))]

namespace Tests;

/// <summary>
/// For suites on virtual time: they have no deadlines of their own, and leave the cores to those that run beside them with real processes
/// and real time.
/// </summary>
public sealed class Patience
{
    public Patience()
    {
        using var self = Process.GetCurrentProcess();
        self.PriorityClass = ProcessPriorityClass.BelowNormal;
    }
}
