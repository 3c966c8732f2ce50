return Conformance.Harness.Commands.CommandLine.Run(args);
