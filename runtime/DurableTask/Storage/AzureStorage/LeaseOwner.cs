using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LocalRuntime.DurableTask.Storage.AzureStorage;

/// <summary>
/// Who owns a hub, as written into the lease's blob. It names the process, so that a successor on the same machine need not wait for the lease of a process that was killed.
/// </summary>
/// <param name="Machine">Machine, boot and process namespace: process ids mean something only within one.</param>
/// <param name="ProcessStarted">Tells a process from a later one with the same id.</param>
/// <param name="Fencing">Rises by one with each change of owner.</param>
internal sealed record LeaseOwner(Guid Owner, string Machine, int ProcessId, DateTime ProcessStarted, long Fencing)
{
    private static readonly string ThisMachine = string.Join('/', Environment.MachineName, ReadOrEmpty("/proc/sys/kernel/random/boot_id"), LinkOrEmpty("/proc/self/ns/pid"));

    public static LeaseOwner Next(Guid owner, LeaseOwner? former)
    {
        using var self = Process.GetCurrentProcess();
        return new(owner, ThisMachine, self.Id, self.StartTime.ToUniversalTime(), (former?.Fencing ?? 0) + 1);
    }

    public static LeaseOwner? Parse(BinaryData content) => content.ToMemory().IsEmpty ? null : JsonSerializer.Deserialize(content, LeaseJson.Default.LeaseOwner);

    public BinaryData ToContent() => BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(this, LeaseJson.Default.LeaseOwner));

    /// <summary>True only if it is certain: the process was one of this machine, and is no more.</summary>
    public bool IsDead()
    {
        if (Machine != ThisMachine || ProcessId == Environment.ProcessId)
            return false;
        try
        {
            using var process = Process.GetProcessById(ProcessId);
            return process.HasExited || (process.StartTime.ToUniversalTime() - ProcessStarted).Duration() > TimeSpan.FromSeconds(2);
        }
        catch (ArgumentException)
        {
            return true;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }

    private static string ReadOrEmpty(string path) => File.Exists(path) ? File.ReadAllText(path).Trim() : "";

    private static string LinkOrEmpty(string path) => File.Exists(path) ? new FileInfo(path).LinkTarget ?? "" : "";
}

[JsonSerializable(typeof(LeaseOwner))]
internal sealed partial class LeaseJson : JsonSerializerContext;
