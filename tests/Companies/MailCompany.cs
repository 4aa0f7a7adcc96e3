namespace Companies;

/// <summary>The mail company: what went to the customers' mailboxes.</summary>
internal sealed class MailCompany
{
    /// <summary>How often each mail was sent, by the key that the app gives it.</summary>
    public Dictionary<string, int> Sent { get; } = new(StringComparer.Ordinal);

    /// <summary>
    /// How often each was sent by a process that had stood still with it in its hand, and did not know yet that another had taken over.
    /// </summary>
    public Dictionary<string, int> SentLate { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads each mail that goes out: its key, its subject and its plain text.</summary>
    public Action<string, string, string>? Read { get; set; }

    /// <param name="late">The process that sends it stood still before.</param>
    public void Send(string key, string subject, string text, bool late)
    {
        Read?.Invoke(key, subject, text);
        Sent[key] = Sent.GetValueOrDefault(key) + 1;
        if (late)
            SentLate[key] = SentLate.GetValueOrDefault(key) + 1;
    }

    public bool Has(string key) => Sent.ContainsKey(key);
}
