using Parity.Stages;

[assembly: AssemblyFixture(typeof(Parity.OfficialEngine))]

namespace Parity;

/// <summary>TEMPORARY</summary>
public sealed class OfficialEngine : IDisposable
{
    private readonly HttpClient _worker = new() { BaseAddress = new Uri(Environment.GetEnvironmentVariable("PARITY_URL")!) };

    public Stage Stage(string id) => new EngineStage(id, _worker);

    public void Dispose() => _worker.Dispose();
}
