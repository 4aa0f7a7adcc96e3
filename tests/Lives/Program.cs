using Lives.Campaigns;
using Lives.Machine;
using Lives.Scripts;

namespace Lives;

/// <summary><c>dotnet run -c Release --project tests/Lives -- --lives 1000000</c></summary>
internal static class Program
{
    public static int Main(string[] args)
    {
        if (Options.Read(args) is not { } options)
            return 2;
        var blueprint = new Blueprint();
        return options switch
        {
            { Defects: true } => DefectHunt.Run(blueprint, options),
            { Script: { } file } => SingleTrial.Run(blueprint, Script.Parse(File.ReadAllText(file)), options),
            { Seed: { } seed, Lives: null } => SingleTrial.Run(blueprint, ScriptWriter.Write(seed), options),
            _ => LongRun.Run(blueprint, options),
        };
    }
}
