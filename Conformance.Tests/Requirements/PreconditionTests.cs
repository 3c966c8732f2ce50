using Conformance.Harness.Judging;
using Conformance.Harness.Wire.Mime;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Requirements;

/// <summary>Preconditions as they may stand, and as they may not.</summary>
public sealed class PreconditionTests
{
    [TestCase("a=curr:qos e2e none\r\na=des:qos mandatory e2e sendrecv\r\n", Verdict.Pass)]
    [TestCase("a=curr:QOS Local None\r\na=curr:qos remote none\r\na=des:qos Mandatory local SendRecv\r\na=des:qos none remote sendrecv\r\n", Verdict.Pass)]
    [TestCase("a=des:qos none local sendrecv\r\na=des:qos optional remote send\r\na=des:qos none remote recv\r\na=curr:qos remote none\r\na=curr:qos local none\r\n", Verdict.Pass)]
    [TestCase("a=curr:sec e2e none\r\na=des:sec optional e2e sendrecv\r\na=curr:qos e2e none\r\na=des:qos none e2e sendrecv\r\n", Verdict.Pass)]
    [TestCase("a=curr:qos e2e none\r\na=des:qos mandatory e2e sendrecv\r\na=conf:qos e2e recv\r\n", Verdict.Pass)]
    [TestCase("a=curr:qos e2e none\r\na=curr:qos e2e none\r\na=des:qos mandatory e2e sendrecv\r\n", Verdict.Fail)]
    [TestCase("a=curr:qos local none\r\na=des:qos mandatory local sendrecv\r\n", Verdict.Fail)]
    [TestCase("a=curr:qos e2e none\r\na=des:qos mandatory e2e send\r\na=des:qos mandatory e2e recv\r\n", Verdict.Fail)]
    [TestCase("a=curr:qos e2e none\r\n", Verdict.Fail)]
    [TestCase("", Verdict.None)]
    public void Status_table_is_judged(string lines, Verdict verdict) =>
        Assert.That(Judged.By("RFC3312-5.1.1-1", ImsTrace.Of(With(lines))).Verdict, Is.EqualTo(verdict));

    [TestCase("a=curr:qos local  none\r\n", Verdict.Fail)]
    [TestCase("a=curr:qos near none\r\n", Verdict.Fail)]
    [TestCase("a=des:qos mandatory local\r\n", Verdict.Fail)]
    [TestCase("a=des:qos mandatory local both\r\n", Verdict.Fail)]
    [TestCase("a=curr\r\n", Verdict.Fail)]
    [TestCase("a=conf:qos remote sendrecv\r\n", Verdict.Pass)]
    [TestCase("a=des:x-token unknown e2e none\r\n", Verdict.Pass)]
    public void Status_line_is_judged(string line, Verdict verdict) =>
        Assert.That(Judged.By("RFC3312-4-1", ImsTrace.Of(With(line))).Verdict, Is.EqualTo(verdict));

    [TestCase("100rel, precondition", null, true, Verdict.Pass)]
    [TestCase("100rel", "precondition", true, Verdict.Pass)]
    [TestCase("100REL", "Precondition", false, Verdict.Pass)]
    [TestCase("", "100rel, precondition", false, Verdict.Pass)]
    [TestCase("100rel, precondition", null, false, Verdict.Fail)]
    [TestCase("precondition", null, true, Verdict.Fail)]
    [TestCase("100rel", null, true, Verdict.Fail)]
    public void Tags_for_a_mandatory_precondition_are_judged(string supported, string? required, bool isIms, Verdict verdict) =>
        Assert.That(Judged.By("RFC3312-11-1", ImsTrace.Of(it => Tags(it, supported, required), isIms: isIms)).Verdict, Is.EqualTo(verdict));

    [Test]
    public void Optional_preconditions_need_only_be_supported() => Assert.That(
        Judged.By("RFC3312-11-1", ImsTrace.Of(it => Tags(it, "precondition,100rel", null).WithPartText("application/sdp", Optional), isIms: false)).Verdict,
        Is.EqualTo(Verdict.Pass));

    [TestCase(null, null, Verdict.Pass)]
    [TestCase(null, "a=curr:qos local send\r\na=curr:qos remote none\r\na=des:qos mandatory local sendrecv\r\na=des:qos optional remote sendrecv\r\n", Verdict.Fail)]
    [TestCase(null, "a=curr:qos local send\r\na=curr:qos remote none\r\na=des:qos mandatory local send\r\na=des:qos none remote sendrecv\r\n", Verdict.Pass)]
    [TestCase("", "", Verdict.Pass)]
    public void Message_before_the_preconditions_are_met_is_judged(string? answered, string? updated, Verdict verdict) =>
        Assert.That(Judged.By("RFC3312-6-1", ImsTrace.Of(answered: answered, updated: updated)).Verdict, Is.EqualTo(verdict));

    [Test]
    public void Preconditions_of_a_refused_stream_do_not_count() => Assert.That(
        Judged.By("RFC3312-5.1.1-1", ImsTrace.Of(it => it.WithPartText("application/sdp", sdp => sdp.Replace("m=message 2855", "m=message 0", StringComparison.Ordinal)))).Verdict,
        Is.EqualTo(Verdict.None));

    private static string Optional(string sdp) => sdp.Replace("mandatory", "optional", StringComparison.Ordinal);

    private static Func<SipMessage, SipMessage> With(string lines) =>
        invite => invite.WithPartText("application/sdp", sdp => sdp.Replace(ImsTrace.Preconditions, lines, StringComparison.Ordinal));

    private static SipMessage Tags(SipMessage invite, string supported, string? required)
    {
        var edited = invite.With("Supported", supported);
        return required is null ? edited.Without("Require") : edited.With("Require", required);
    }
}
