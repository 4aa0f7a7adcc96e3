using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.AfterSales;

/// <summary>The settings under which goods are taken back.</summary>
public sealed class ReturnOptions
{
    /// <summary>Setting <c>Orders:Terms:UsedReturnPercent</c>: what is refunded for used goods, in percent of their price.</summary>
    public int UsedPercent { get; init; } = 50;

    /// <summary>
    /// Setting <c>Orders:Terms:OpenedReturnPercent</c>: what is refunded for sealed goods that were opened; 0 sends them back to the
    /// customer.
    /// </summary>
    public int OpenedPercent { get; init; }

    /// <summary>
    /// Setting <c>Orders:Terms:ReturnToSenderFee</c>, in minor units: what it costs the customer that a parcel could not be handed over by
    /// their doing.
    /// </summary>
    public int ReturnToSenderFee { get; init; }

    /// <summary>Setting <c>Shop:ReturnAddress</c>: where returns go, its lines separated by <c>|</c>.</summary>
    public required IReadOnlyList<string> Address { get; init; }

    /// <param name="setting">The value of a setting by its name, or null.</param>
    /// <exception cref="SettingException">Settings are missing or wrong; the message names all of them.</exception>
    public static ReturnOptions Read(Func<string, string?> setting)
    {
        List<string> errors = [];
        string[] address = (setting("Shop:ReturnAddress") ?? "").Split(
            '|',
            StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
        );
        if (address.Length < 2)
            errors.Add("The setting Shop:ReturnAddress is missing or incomplete: it should be where returns go, its lines separated by |.");
        var options = new ReturnOptions
        {
            Address = address,
            UsedPercent = Percent("Orders:Terms:UsedReturnPercent", 50),
            OpenedPercent = Percent("Orders:Terms:OpenedReturnPercent", 0),
            ReturnToSenderFee = Whole("Orders:Terms:ReturnToSenderFee", 0, 1_000_000),
        };
        return errors.Count == 0 ? options : throw new SettingException(string.Join(' ', errors));

        int Percent(string name, int otherwise) => Whole(name, otherwise, 100);

        int Whole(string name, int otherwise, int most)
        {
            if (setting(name) is not { Length: > 0 } text)
                return otherwise;
            if (
                int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var value)
                && value <= most
            )
                return value;
            errors.Add($"The setting {name} is \"{text}\": it should be a whole number from 0 to {most}.");
            return otherwise;
        }
    }
}
