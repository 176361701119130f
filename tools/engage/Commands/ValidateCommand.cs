using System.CommandLine;
using Engage.Cli.Definitions;
using Engage.Rules.Compilation;

namespace Engage.Cli.Commands;

/// <summary><c>engage validate FILES</c>: every mistake at once, each with its place. Needs no cluster.</summary>
internal static class ValidateCommand
{
    private static readonly Argument<string[]> Files = new("files") { Description = "definition files or folders of them", Arity = ArgumentArity.OneOrMore };

    public static Command Build()
    {
        var command = new Command("validate", "check definition files") { Files };
        command.SetAction(result =>
        {
            if (DefinitionFiles.Load(result.GetValue(Files)!, DefinitionSet.Empty) is not { } documents) return CommandException.Failed;
            Console.WriteLine($"{documents.Count} definitions are valid");
            return 0;
        });
        return command;
    }
}
