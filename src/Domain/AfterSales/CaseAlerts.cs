using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Domain.AfterSales;

/// <summary>The alerts about a case that end with its answer.</summary>
public static class CaseAlerts
{
    /// <summary>The key of an alert, by its kind.</summary>
    public static string Key(AlertKind kind, string caseId) => $"{OrderJson.Name(kind)}:{caseId}";

    /// <summary>The keys of all alerts that the answer to a case ends.</summary>
    public static IReadOnlyList<string> KeysOf(CaseKind kind, string caseId) => [.. KindsOf(kind).Select(alert => Key(alert, caseId))];

    private static AlertKind[] KindsOf(CaseKind kind) =>
        kind switch
        {
            CaseKind.Claim => [AlertKind.ClaimWaits, AlertKind.ClaimOverdue, AlertKind.CaseStuck],
            CaseKind.Request => [AlertKind.RequestWaits, AlertKind.RequestOverdue, AlertKind.RequestOverdueAgain, AlertKind.CaseStuck],
            CaseKind.Return => [AlertKind.ReturnNotInspected, AlertKind.ReturnMissing, AlertKind.CaseStuck],
            _ => [AlertKind.CaseStuck],
        };
}
