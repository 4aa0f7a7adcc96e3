namespace Orders.Functions.Orchestrations;

/// <summary>A company said no to a step of an orchestration; asking again will not help.</summary>
/// <param name="step">The activity.</param>
/// <param name="reason">The company's; never holds personal data.</param>
internal sealed class PartnerRefusedException(string step, string reason) : Exception(reason)
{
    public string Step => step;
}
