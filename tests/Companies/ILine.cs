namespace Companies;

/// <summary>What lies between the shop and a company: a call may never arrive, or be carried out and its answer lost.</summary>
internal interface ILine
{
    /// <param name="call">What is asked, and about what; the same each time it is asked again.</param>
    /// <param name="work">What the company does when the call reaches it.</param>
    /// <exception cref="HttpRequestException">There is no answer; whether the work was done is not known.</exception>
    Task<T> CallAsync<T>(string company, string call, Func<T> work);
}
