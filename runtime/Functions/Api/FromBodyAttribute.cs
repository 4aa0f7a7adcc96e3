using LocalRuntime.Functions.Http;
using Microsoft.Azure.Functions.Worker.Converters;

namespace Microsoft.Azure.Functions.Worker.Converters
{
    /// <summary>Names the type that turns trigger data into a parameter.</summary>
    [AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum | AttributeTargets.Interface | AttributeTargets.Parameter)]
    public class InputConverterAttribute(Type converterType) : Attribute
    {
        public Type ConverterType { get; } = converterType;
    }
}

namespace Microsoft.Azure.Functions.Worker.Http
{
    /// <summary>Fills the parameter from the request's JSON body. A body that is not such JSON is answered with 400.</summary>
    public class FromBodyAttribute : InputConverterAttribute
    {
        public FromBodyAttribute()
            : base(typeof(JsonBody))
        {
        }
    }
}
