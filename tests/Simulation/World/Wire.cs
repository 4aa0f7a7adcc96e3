using Azure;
using Simulation.Storage;

namespace Simulation.World;

/// <summary>The network between one process of the app and a company: a call may fail, or be carried out and its answer lost.</summary>
internal abstract class Wire(string company, IGate gate)
{
    protected async Task<T> CallAsync<T>(string key, Func<T> work)
    {
        var call = new StorageCall(company, StorageVerb.Send, key);
        try
        {
            await gate.BeforeAsync(call);
            var result = work();
            await gate.AfterAsync(call);
            return result;
        }
        catch (RequestFailedException e)
        {
            throw new HttpRequestException($"{company} does not answer (simulated).", e);
        }
    }
}
