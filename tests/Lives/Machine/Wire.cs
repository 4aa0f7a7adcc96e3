using Azure;
using Companies;
using Lives.Storage;

namespace Lives.Machine;

/// <summary>The network between one process of the app and the companies, with that process's faults.</summary>
internal sealed class Wire(IGate gate) : ILine
{
    public async Task<T> CallAsync<T>(string company, string call, Func<T> work)
    {
        var passing = new StorageCall(company, StorageVerb.Send, call);
        try
        {
            await gate.BeforeAsync(passing);
            var result = work();
            await gate.AfterAsync(passing);
            return result;
        }
        catch (RequestFailedException e)
        {
            throw new HttpRequestException($"{company} does not answer (simulated).", e);
        }
    }
}
