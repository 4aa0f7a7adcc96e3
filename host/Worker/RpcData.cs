using Google.Protobuf;
using LocalHost.Worker.Protocol;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace LocalHost.Worker;

/// <summary>Values as the worker protocol carries them.</summary>
internal static class RpcData
{
    /// <summary>Dates stay the text that they are.</summary>
    private static readonly JsonSerializerSettings AsWritten = new() { DateParseHandling = DateParseHandling.None };

    public static TypedData From(object? value) =>
        value switch
        {
            null => new TypedData(),
            TypedData data => data,
            string text => new TypedData { String = text },
            byte[] bytes => new TypedData { Bytes = ByteString.CopyFrom(bytes) },
            JToken json => new TypedData { Json = json.ToString(Formatting.None) },
            _ => new TypedData { Json = JsonConvert.SerializeObject(value) },
        };

    public static object? Read(TypedData? data) =>
        data?.DataCase switch
        {
            TypedData.DataOneofCase.String => data.String,
            TypedData.DataOneofCase.Json => JsonConvert.DeserializeObject(data.Json, AsWritten),
            TypedData.DataOneofCase.Bytes => data.Bytes.ToByteArray(),
            TypedData.DataOneofCase.Int => data.Int,
            TypedData.DataOneofCase.Double => data.Double,
            _ => null,
        };
}
