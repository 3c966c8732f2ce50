using System.CommandLine;
using Conformance.Harness.Core.Network;
using Conformance.Harness.Driving;
using Conformance.Harness.Driving.Profiles;
using Conformance.Harness.Reporting;

namespace Conformance.Harness.Commands;

/// <summary>The command line: verbs, and what goes wrong with them in one line on stderr.</summary>
public static class CommandLine
{
    public static int Run(string[] arguments)
    {
        var root = new RootCommand("Conformance test suite for SIP/SIMPLE instant messaging clients.")
        {
            RunCommand.Create(),
            ClientCommand.Create(),
            CoreCommand.Create(),
            ReportCommand.Create(),
            AdapterCommand.Create(),
            ListCommand.Create(),
        };
        var parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            return Say(ExitCode.Usage, $"{First(parsed)} See '{string.Join(' ', Names(parsed.CommandResult))} --help'.");
        }

        try
        {
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception failure) when (Explain(failure) is { } explained)
        {
            return Say(explained.Code, explained.Text);
        }
    }

    /// <summary>The word that is not known, if there is one: what follows it is then not known either, and no verb was given.</summary>
    private static string First(ParseResult parsed) =>
        (parsed.UnmatchedTokens is [var unknown, ..] ? parsed.Errors.FirstOrDefault(it => it.Message.Contains($"'{unknown}'", StringComparison.Ordinal)) : null)?.Message
        ?? parsed.Errors[^1].Message;

    private static (ExitCode Code, string Text)? Explain(Exception failure) => failure switch
    {
        UsageException or ProfileException => (ExitCode.Usage, failure.Message),
        AddressUnavailableException => (ExitCode.HarnessError, $"{failure.Message}; free it or choose another"),
        CoreUnavailableException => (ExitCode.HarnessError, failure.Message),
        OutOfMemoryException or StackOverflowException => null,
        _ => (ExitCode.HarnessError, $"fault of the suite: {failure.GetType().Name}: {failure.Message}"),
    };

    private static int Say(ExitCode code, string text)
    {
        Console.Error.WriteLine("error: " + text.ReplaceLineEndings(" "));
        return (int)code;
    }

    private static IEnumerable<string> Names(System.CommandLine.Parsing.CommandResult result) =>
        result.Parent is System.CommandLine.Parsing.CommandResult parent
            ? [.. Names(parent), result.Command.Name]
            : ["sip-im-conformance"];
}
