namespace Orders.Functions.Domain.Ordering;

/// <summary>A setting is missing or wrong; the message is one sentence that names it. The app does not start.</summary>
public sealed class SettingException(string message, Exception? innerException = null) : InvalidOperationException(message, innerException);
