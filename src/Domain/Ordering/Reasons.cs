using System.Text.Json.Serialization;

namespace Orders.Functions.Domain.Ordering;

/// <summary>
/// One reason or several. As text, and in JSON, with commas between them: <c>out_of_stock:HW-PRO,out_of_stock:HW-LITE</c>.
/// </summary>
[JsonConverter(typeof(ReasonsConverter))]
public sealed record Reasons
{
    /// <exception cref="ArgumentException">There is none.</exception>
    public Reasons(IReadOnlyList<Reason> all)
    {
        if (all.Count == 0)
            throw new ArgumentException("There should be a reason at least.", nameof(all));
        All = all;
    }

    /// <summary>At least one.</summary>
    public IReadOnlyList<Reason> All { get; }

    /// <summary>The code, where there is one reason, and it is about nothing in particular; else null.</summary>
    public ReasonCode? Only => All is [{ Subject: null } only] ? only.Code : null;

    public static implicit operator Reasons(ReasonCode code) => new([code]);

    public static implicit operator Reasons(Reason reason) => new([reason]);

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    /// <exception cref="FormatException">There is no reason in it, or one whose code does not exist.</exception>
    public static Reasons Parse(string text)
    {
        List<Reason> all = [];
        foreach (var part in text.Split(','))
        {
            // What begins with no code belongs to the subject before it: somebody asked for a product of such a name.
            if (Reason.TryParse(part, out var reason))
                all.Add(reason);
            else if (all is [.., { Subject: { } subject } last])
                all[^1] = last with { Subject = $"{subject},{part}" };
            else
                throw new FormatException($"\"{part}\" is no reason.");
        }

        return new Reasons(all);
    }

    public bool Equals(Reasons? other) => other is not null && All.SequenceEqual(other.All);

    public override int GetHashCode() => All.Aggregate(0, HashCode.Combine);

    public override string ToString() => string.Join(',', All);
}
