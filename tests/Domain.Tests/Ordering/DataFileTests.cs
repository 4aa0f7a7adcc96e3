using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orders.Functions;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Pricing;
using Orders.Functions.Domain.Promises;

namespace Domain.Tests.Ordering;

/// <summary>A file with one thing wrong stops the start with one sentence that names it.</summary>
public sealed class DataFileTests
{
    [Theory]
    [InlineData("\"version\": \"2026-11-29\"", "\"version\": \"\"", "version is empty.")]
    [InlineData(
        "\"from\": \"2026-10-01\"",
        "\"from\": \"2026-10-08\"",
        "countries CN: 2026: National Day goes from 2026-10-08 to 2026-10-07: that is no span of days of the year."
    )]
    [InlineData(
        "\"2026-10-10\"]",
        "\"2026-10-12\"]",
        "countries CN: 2026: 2026-10-12 is no make-up working day: it is not at a weekend of the year."
    )]
    [InlineData("\"2026-10-10\"]", "\"2026-09-26\"]", "countries CN: 2026: 2026-09-26 is both a holiday and a working day.")]
    [InlineData("\"rule\": \"japan\"", "\"rule\": \"nippon\"", "countries JP: there is no rule nippon.")]
    [InlineData("\"country\": \"SG\"", "\"country\": \"DE\"", "countries: DE stands there 2 times.")]
    [InlineData(
        "\"to\": \"2026-12-24\"",
        "\"to\": \"2026-12-01\"",
        "peaks Christmas mail abroad: it ends on 2026-12-01, before it begins."
    )]
    public void Wrong_calendar_is_told(string right, string wrong, string message) =>
        AssertRefused<CalendarFile>("calendar.json", right, wrong, message);

    [Theory]
    [InlineData(
        "\"source\": \"The shop's own contract rates; made up.\"",
        "\"source\": \" \"",
        "source is empty: say where the figures are from."
    )]
    [InlineData("\"volumetricDivisor\": 5000", "\"volumetricDivisor\": 0", "volumetricDivisor should be at least 1 cm³ a kilogram.")]
    [InlineData(
        "\"express\": { \"fastest\": 3, \"slowest\": 5 }",
        "\"express\": { \"fastest\": 5, \"slowest\": 3 }",
        "transit express should be a range of business days."
    )]
    [InlineData("\"HK\", ", "\"JP\", ", "zones: JP stands there 2 times.")]
    [InlineData("\"HK\", ", "\"XX\", ", "zones asia: XX is no country.")]
    [InlineData(
        "\"step\": 200",
        "\"step\": -1",
        "zones domestic: economy has a figure below its least: first, step and firstGrams 0, stepGrams and maxGrams 1."
    )]
    public void Wrong_rates_are_told(string right, string wrong, string message) =>
        AssertRefused<ShippingRates>("shipping.json", right, wrong, message);

    [Theory]
    [InlineData(
        "\"from\": \"995\"",
        "\"from\": \"99\"",
        "areas Alaska: 99 to 999 is no range: both ends should have the same number of capital letters and digits, the lower one first."
    )]
    [InlineData(
        "\"from\": \"81\", \"to\": \"81\"",
        "\"from\": \"84\", \"to\": \"84\"",
        "areas Xinjiang and Qinghai: their ranges overlap."
    )]
    [InlineData("\"surcharge\": 700", "\"surcharge\": -700", "areas Xinjiang: surcharge should be at least 0, extraDays from 0 to 30.")]
    public void Wrong_areas_are_told(string right, string wrong, string message) =>
        AssertRefused<RemoteAreas>("remote-areas.json", right, wrong, message);

    [Theory]
    [InlineData(
        "\"DE\": { \"local\": \"%A%n%Z %C\" }",
        "\"DE\": { \"local\": \"%A %Z %C\" }",
        "formats DE: \"%A %Z %C\" should be lines of %S, %C and %Z, parted by %n, with the city and with %A alone on one."
    )]
    [InlineData("\"AD\":", "\"XX\":", "formats: XX is no country.")]
    public void Wrong_address_formats_are_told(string right, string wrong, string message) =>
        AssertRefused<AddressFormats>("address-formats.json", right, wrong, message);

    [Theory]
    [InlineData("\"hsCode\": \"7326\"", "\"hsCode\": \"7\"", "rules carrier_refuses: hsCode 7 should be 2 to 6 digits.")]
    [InlineData("\"DZ\", \"NP\"", "\"ZZ\"", "rules import_forbidden: ZZ is no country.")]
    [InlineData(
        "\"code\": \"export_control\"",
        "\"code\": \"Export!\"",
        "rules: \"Export!\" is no code: write it in small letters and underscores."
    )]
    public void Wrong_restrictions_are_told(string right, string wrong, string message) =>
        AssertRefused<Restrictions>("restrictions.json", right, wrong, message);

    [Theory]
    [InlineData("\"DE\": 1900", "\"DE\": 19000", "rules European Union: the tax of DE should be from 0 to 10000 hundredths of a percent.")]
    [InlineData("\"JP\": 1000", "\"DE\": 1000", "rules: DE stands there 2 times.")]
    [InlineData(
        "\"duties\": [{ \"hsCode\": \"\", \"basisPoints\": 650 }, ",
        "\"duties\": [",
        "rules Canada: duties: one should be for all goods (hsCode \"\" and no origin)."
    )]
    [InlineData("\"dutyFreeUpTo\": 15000", "\"dutyFreeUpTo\": -1", "rules South Korea: thresholds should be at least 0.")]
    public void Wrong_duties_are_told(string right, string wrong, string message) =>
        AssertRefused<DutyRates>("duties.json", right, wrong, message);

    [Theory]
    [InlineData("\"KWD\", ", "\"Kwd\", ", "currencies: Kwd should be three capital letters.")]
    [InlineData("\"KWD\", ", "\"USD\", ", "currencies: USD stands there 2 times.")]
    [InlineData("\"decimals\": 4", "\"decimals\": 5", "currencies: decimals 5 should be from 0 to 4.")]
    public void Wrong_currencies_are_told(string right, string wrong, string message) =>
        AssertRefused<CurrencyFile>("currencies.json", right, wrong, message);

    [Theory]
    [InlineData(
        "\"from\": \"22061\"",
        "\"from\": \"2206\"",
        "territories IT-CAMPIONE: 2206 to 22061 is no range: both ends should have the same number of capital letters and digits, the lower one first."
    )]
    [InlineData("\"partOf\": \"FI\"", "\"partOf\": \"SUOMI\"", "territories AX: SUOMI is no country.")]
    [InlineData("\"code\": \"GG\"", "\"code\": \"JE\"", "territories: JE stands there 2 times.")]
    [InlineData("\"source\": \"As Jersey; with Alderney, Herm and Sark\"", "\"source\": \"\"", "territories GG: source is empty.")]
    public void Wrong_territories_are_told(string right, string wrong, string message) =>
        AssertRefused<TerritoryFile>("territories.json", right, wrong, message);

    [Theory]
    [InlineData("shipping.json")]
    [InlineData("remote-areas.json")]
    [InlineData("duties.json")]
    public void Prices_are_in_a_currency_that_exists(string file)
    {
        const string Message = "currency should be an ISO 4217 code of three capital letters.";
        var error = Assert.Throws<SettingException>(() =>
        {
            switch (file)
            {
                case "shipping.json":
                    Parse<ShippingRates>(file, "\"USD\"", "\"USX\"");
                    break;
                case "remote-areas.json":
                    Parse<RemoteAreas>(file, "\"USD\"", "\"USX\"");
                    break;
                default:
                    Parse<DutyRates>(file, "\"USD\"", "\"USX\"");
                    break;
            }
        });

        Assert.Equal($"src/Data/{file}: {Message}", error.Message);
    }

    [Fact]
    public void Misspelt_member_and_broken_json_are_told_with_the_place()
    {
        var misspelt = Assert.Throws<SettingException>(() => Parse<ShippingRates>("shipping.json", "\"currency\"", "\"curency\""));
        var broken = Assert.Throws<SettingException>(() => DataFile.Parse<ShippingRates>("shipping.json", "{"u8));

        Assert.StartsWith("src/Data/shipping.json: ", misspelt.Message, StringComparison.Ordinal);
        Assert.Contains("curency", misspelt.Message, StringComparison.Ordinal);
        Assert.Contains("LineNumber: 0", broken.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "CutOff",
        "4 pm",
        "The setting Orders:Warehouse:CutOff is \"4 pm\": it should be a time of day in the warehouse's zone, like 16:00."
    )]
    [InlineData("Cutoff2", "16:00", "The setting Orders:Warehouse:Cutoff2 is not known.")]
    public void Wrong_setting_of_the_warehouse_is_told(string name, string value, string message)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { [$"Orders:Warehouse:{name}"] = value })
            .Build();

        Assert.Equal(message, Assert.Throws<SettingException>(() => new ServiceCollection().AddDomain(configuration)).Message);
    }

    private static void AssertRefused<T>(string file, string right, string wrong, string message)
        where T : class, IDataFile
    {
        var error = Assert.Throws<SettingException>(() => Parse<T>(file, right, wrong));

        Assert.Equal($"src/Data/{file}: {message}", error.Message);
    }

    private static void Parse<T>(string file, string right, string wrong)
        where T : class, IDataFile
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "src", "Data", file));
        var at = text.IndexOf(right, StringComparison.Ordinal);
        Assert.True(at >= 0, $"{file} does not hold {right} any more.");
        DataFile.Parse<T>(file, Encoding.UTF8.GetBytes(text[..at] + wrong + text[(at + right.Length)..]));
    }
}
