# Runs the suite against a client; a thin wrapper over the "run" verb (see README.md). The exit code is the verb's.
param(
    [string] $Client,
    [string] $Core,
    [string] $Transport,
    [string] $Out,
    [switch] $Strict
)

$ErrorActionPreference = 'Stop'

$arguments = @('run', '--project', (Join-Path $PSScriptRoot 'Conformance.Harness'), '--', 'run')
if ($Client) { $arguments += @('--client', $Client) }
if ($Core) { $arguments += @('--core', $Core) }
if ($Transport) { $arguments += @('--transport', $Transport) }
if ($Out) { $arguments += @('--out', $Out) }
if ($Strict) { $arguments += '--strict' }

& dotnet $arguments
exit $LASTEXITCODE
