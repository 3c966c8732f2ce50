using System.Text.Json.Nodes;
using Conformance.Harness.Driving;
using Conformance.Harness.Driving.Profiles;
using Conformance.Harness.Scenarios;
using Conformance.Harness.Tracing;
using Conformance.Tests.Harness.Driving.Profiles;

namespace Conformance.Tests.Harness.Driving;

public sealed class SuiteRunnerTests
{
    [Test]
    public void Runs_come_in_the_order_of_the_scenarios_and_are_told_as_they_pass()
    {
        var told = new List<string>();
        var options = new SuiteOptions(Jobs: 4)
        {
            Begun = it => told.Add("begun " + it.Name),
            Finished = it => told.Add("finished " + it.Scenario.Name),
        };

        var runs = SuiteRunner.Run(ClientProfile.BuiltIn, ScenarioCatalogue.All, options);

        var applicable = SuiteRunner.Applicable(ClientProfile.BuiltIn, ScenarioCatalogue.All).ToList();
        Assert.That(runs.Select(it => it.Scenario), Is.EqualTo(applicable));
        Assert.That(told, Is.EquivalentTo(applicable.SelectMany(it => new[] { "begun " + it.Name, "finished " + it.Name })));
    }

    /// <summary>The pool's are for sockets and timers: it has as many as processors, and gives another only after half a second.</summary>
    [TestCase(1)]
    [TestCase(4)]
    public void No_scenario_holds_a_thread_of_the_pool(int jobs)
    {
        var held = new List<bool>();
        var options = new SuiteOptions(Jobs: jobs) { Begun = _ => held.Add(Thread.CurrentThread.IsThreadPoolThread) };

        SuiteRunner.Run(ClientProfile.BuiltIn, ScenarioCatalogue.All, options);

        Assert.That(held, Is.Not.Empty.And.All.False);
    }

    [Test]
    public void Scenario_that_the_declaration_leaves_out_is_not_driven()
    {
        var client = ClientProfile.BuiltIn with { Ics = ClientProfile.BuiltIn.Ics with { AdHoc = false } };

        var runs = SuiteRunner.Run(client, ScenarioCatalogue.All, new SuiteOptions());

        Assert.That(runs, Is.Not.Empty);
        Assert.That(runs.Where(it => it.Scenario.Name != "undeclared-chats").SelectMany(it => it.Trace.Actions).Select(it => it.Request).OfType<StartChat>().Select(it => it.Invitees.Count), Has.All.EqualTo(1));
    }

    [Test]
    public void Cancellation_begins_no_further_scenario()
    {
        using var stop = new CancellationTokenSource();
        var options = new SuiteOptions { Finished = _ => stop.Cancel() };

        var runs = SuiteRunner.Run(ClientProfile.BuiltIn, ScenarioCatalogue.All, options, stop.Token);

        Assert.That(runs, Has.Count.EqualTo(1));
    }

    [Test]
    [Platform("Linux")]
    public void Cancellation_interrupts_the_scenario_that_runs_and_kills_its_client()
    {
        using var stop = new CancellationTokenSource();
        var client = Shell(Solution.Fixture("clients"), "trap '' TERM INT; exec sleep 300");
        var options = new SuiteOptions { Begun = _ => stop.CancelAfter(TimeSpan.FromMilliseconds(200)) };

        var run = SuiteRunner.Run(client, [.. ScenarioCatalogue.All.Where(it => !it.IsTimed)], options, stop.Token).Single();

        Assert.That((run.Outcome.Kind, run.Trace.Interruption), Is.EqualTo((OutcomeKind.Interrupted, "the run was stopped")));
        Assert.That(run.Duration, Is.LessThan(TimeSpan.FromSeconds(8)), "the client, which is silent, had 10 s to answer");
    }

    /// <summary>Each client ends only once two of them are there: one job alone would not get there.</summary>
    [Test]
    [Platform("Linux")]
    public void Scenario_about_timers_is_driven_beside_the_one_job()
    {
        var folder = Directory.CreateTempSubdirectory("timers").FullName;
        var live = Shell(folder, "mkdir -p here; touch here/$$; until [ $(ls here | wc -l) = 2 ]; do sleep 0.02; done; exit 7");
        var plain = ScenarioCatalogue.Named("no-request");
        var timed = plain with { Name = "timed", IsTimed = true };

        var runs = SuiteRunner.Run(live, [timed, plain], new SuiteOptions(Jobs: 1));
        Directory.Delete(folder, recursive: true);

        Assert.That(runs.Select(it => it.Scenario), Is.EqualTo(new[] { timed, plain }));
        Assert.That(runs.Select(it => it.Trace.Interruption), Has.All.Contains("exit code 7"));
    }

    /// <summary>Each client looks whether it is alone, and ends without having registered.</summary>
    [Test]
    [Platform("Linux")]
    public void Clients_of_scenarios_about_timers_start_one_after_the_other()
    {
        var folder = Directory.CreateTempSubdirectory("turns").FullName;
        var live = Shell(folder, "mkdir alone || exit 8; sleep 0.1; rmdir alone; exit 7");
        var timed = new[] { "one", "two", "three" }.Select(it => ScenarioCatalogue.Named("no-request") with { Name = it, IsTimed = true }).ToList();

        var runs = SuiteRunner.Run(live, timed, new SuiteOptions());
        Directory.Delete(folder, recursive: true);

        Assert.That(runs.Select(it => it.Scenario), Is.EqualTo(timed));
        Assert.That(runs.Select(it => it.Trace.Interruption), Has.All.Contains("exit code 7"));
    }

    [Test]
    [Platform("Linux")]
    public void Process_client_runs_in_the_folder_of_its_profile_and_its_stderr_is_kept()
    {
        var folder = Directory.CreateDirectory(Path.Combine(TestContext.CurrentContext.WorkDirectory, TestContext.CurrentContext.Test.ID)).FullName;
        var file = Path.Combine(folder, "acme.json");
        File.WriteAllText(file, ProfileSample.With("driver", """{ "kind": "stdio", "command": ["sh", "-c", "pwd >&2; exit 7"] }""").ToJsonString());
        var profile = ClientProfile.Load(file);
        var live = profile with { Ixit = profile.Ixit with { Listen = null } };

        var run = SuiteRunner.Run(live, [ScenarioCatalogue.Named("no-request")], new SuiteOptions(LogFolder: Path.Combine(folder, "logs"))).Single();

        Assert.That(run.Trace.Interruption, Is.EqualTo($"the client ended with exit code 7, its last words: {folder}"));
        Assert.That(File.ReadAllText(Path.Combine(folder, "logs", "no-request.log")), Is.EqualTo(folder + "\n"));
    }

    /// <summary>A client that is a shell script, in that folder, behind a port of its own.</summary>
    private static ClientProfile Shell(string folder, string script)
    {
        var driver = new JsonObject { ["kind"] = "stdio", ["command"] = new JsonArray("sh", "-c", script) };
        var client = ProfileSample.Parse(ProfileSample.With("driver", driver.ToJsonString()));
        return client with { File = Path.Combine(folder, "acme.json"), Ixit = client.Ixit with { Listen = null } };
    }
}
