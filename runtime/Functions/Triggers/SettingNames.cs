using System.Text.RegularExpressions;
using LocalRuntime.Functions.Hosting;
using Microsoft.Extensions.Configuration;

namespace LocalRuntime.Functions.Triggers;

/// <summary>Replaces <c>%Name%</c> in queue names and schedules by that setting.</summary>
internal static partial class SettingNames
{
    /// <exception cref="HostStartException">There is no such setting.</exception>
    public static string Expand(this IConfiguration configuration, string text, string function) =>
        Name().Replace(text, match => configuration[match.Groups["name"].Value.Replace("__", ":", StringComparison.Ordinal)]
            ?? throw new HostStartException($"Function '{function}' needs the setting {match.Groups["name"].Value}, which is not configured."));

    [GeneratedRegex("%(?<name>[^%]+)%", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();
}
