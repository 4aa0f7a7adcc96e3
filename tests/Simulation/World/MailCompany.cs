namespace Simulation.World;

/// <summary>The mail company: what went to the customers' mailboxes.</summary>
internal sealed class MailCompany
{
    /// <summary>How often each mail was sent, by the key that the app gives it.</summary>
    public Dictionary<string, int> Sent { get; } = new(StringComparer.Ordinal);

    public void Send(string key) => Sent[key] = Sent.GetValueOrDefault(key) + 1;

    public bool Has(string key) => Sent.ContainsKey(key);
}
