using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Who may call an HTTP function.</summary>
public enum AuthorizationLevel
{
    /// <summary>Anyone.</summary>
    Anonymous = 0,

    /// <summary>A signed-in user; the stand-in treats it as <see cref="Function"/>.</summary>
    User = 1,

    /// <summary>Anyone with a function key.</summary>
    Function = 2,

    /// <summary>The platform's extensions, with a system key.</summary>
    System = 3,

    /// <summary>The holder of the master key.</summary>
    Admin = 4,
}

/// <summary>Runs the function for each HTTP request to its route.</summary>
public sealed class HttpTriggerAttribute : TriggerBindingAttribute
{
    public HttpTriggerAttribute()
    {
    }

    public HttpTriggerAttribute(params string[] methods) => Methods = methods;

    public HttpTriggerAttribute(AuthorizationLevel authLevel) => AuthLevel = authLevel;

    public HttpTriggerAttribute(AuthorizationLevel authLevel, params string[] methods)
    {
        AuthLevel = authLevel;
        Methods = methods;
    }

    /// <summary>The route below the prefix of host.json, with ASP.NET Core's parameters and constraints; the function's name when null.</summary>
    public string? Route { get; set; }

    /// <summary>The methods answered; all of them when null or empty.</summary>
    public string[]? Methods { get; }

    public AuthorizationLevel AuthLevel { get; } = AuthorizationLevel.Function;
}
