using System.Diagnostics;
using Simulation.Tests;

[assembly: AssemblyFixture(typeof(Patience))]

namespace Simulation.Tests;

/// <summary>Simulated lives have no deadline of their own, and take all of a core: they leave it to the suites that run beside them with real processes and real time.</summary>
public sealed class Patience
{
    public Patience()
    {
        using var self = Process.GetCurrentProcess();
        self.PriorityClass = ProcessPriorityClass.BelowNormal;
    }
}
