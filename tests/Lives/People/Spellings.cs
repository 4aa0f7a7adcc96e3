using System.Text;
using System.Text.Json.Nodes;
using Lives.Scripts;

namespace Lives.People;

/// <summary>How people write their names, phones and addresses: all of them can be understood.</summary>
internal static class Spellings
{
    private const int LongestName = 100;
    private const int LongestLine = 200;
    private const string Phone = "+8613800138000";

    public static string NameOf(OrderPlan plan)
    {
        var name = $"Customer {plan.Customer}";
        return plan.Spelling switch
        {
            Spelling.Unseen => $"\u200B{name}\u202C\u00A0",
            Spelling.FullWidth => Wide(name),
            Spelling.Decomposed => $"Zoe\u0308 {name}",
            Spelling.Supplementary => "\U00020BB7\U00021845",
            Spelling.Longest => name.PadRight(LongestName, 'a'),
            Spelling.Arabic => $"\u0639\u0645\u0631 {name}",
            Spelling.Polish => $"\u017B\u00F3\u0142\u0107 {name}",
            _ => name,
        };
    }

    public static string PhoneOf(OrderPlan plan) => Write(plan.Spelling, Phone);

    public static JsonObject Write(Spelling spelling, JsonObject address)
    {
        address["phone"] = Write(spelling, address["phone"]!.GetValue<string>());
        switch (spelling)
        {
            case Spelling.Unseen:
                Change("line1", line => $"{line}\u00A0\u200B");
                break;
            case Spelling.FullWidth:
                Change("postalCode", Wide);
                break;
            case Spelling.Decomposed:
                Change("line1", line => line.Normalize(NormalizationForm.FormD));
                Change("city", city => $"Mu\u0308nchen {city}");
                break;
            case Spelling.Longest:
                Change("line1", line => line.PadRight(LongestLine, 'x'));
                break;
            case Spelling.Arabic:
                address["line2"] = "\u0634\u0627\u0631\u0639 12";
                break;
            case Spelling.Polish:
                address["line2"] = "ul. \u015Awi\u0119tego J\u00F3zefa 3";
                break;
            case Spelling.Empty:
                address["line2"] = "";
                if (!address.ContainsKey("region"))
                    address["region"] = "";
                break;
        }

        return address;

        void Change(string field, Func<string, string> change) => address[field] = change(address[field]!.GetValue<string>());
    }

    private static string Write(Spelling spelling, string phone) =>
        spelling switch
        {
            Spelling.Unseen => $"\u202A{phone[..5]}\u2011{phone[5..]}\u202C",
            Spelling.FullWidth => Wide(phone),
            Spelling.Extension => $"{phone} ext. 204",
            _ => phone,
        };

    /// <summary>As they come from an input method for Chinese or Japanese.</summary>
    private static string Wide(string text) =>
        string.Concat(text.Select(letter => letter is > ' ' and <= '~' ? (char)(letter + 0xFEE0) : letter));
}
