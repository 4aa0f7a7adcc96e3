using PhoneNumbers;

namespace Orders.Functions.Domain.Ordering;

public static class PhoneRules
{
    /// <summary>
    /// True if somebody can have this number: in international form, or as it is dialled within <paramref name="country"/>.
    /// </summary>
    public static bool IsValid(string phone, string country)
    {
        var numbers = PhoneNumberUtil.GetInstance();
        try
        {
            return numbers.IsValidNumber(numbers.Parse(phone, country));
        }
        catch (NumberParseException)
        {
            return false;
        }
    }
}
