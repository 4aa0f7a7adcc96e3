namespace Microsoft.Azure.Functions.Worker;

/// <summary>Marks a method as a function: the host finds it, and runs it when its trigger fires.</summary>
/// <param name="name">The function's name, unique in the app; orchestrators and activities are called by it.</param>
[AttributeUsage(AttributeTargets.Method)]
public class FunctionAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}
