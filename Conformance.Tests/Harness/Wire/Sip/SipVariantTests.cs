using System.Text;
using Conformance.Harness.Wire.Sip;
using FsCheck;
using FsCheck.Fluent;

namespace Conformance.Tests.Harness.Wire.Sip;

/// <summary>However legally a message is written, it has no defect and the same values.</summary>
public sealed class SipVariantTests
{
    private static readonly Gen<string> Space = Gen.Elements("", " ", "\t", "  ", "\r\n ", " \r\n\t ");

    private static readonly Gen<string> SomeSpace = Gen.Elements(" ", "\t", "  ", "\r\n ", " \r\n\t ");

    // Between the elements of each line, "~" is white space that may be there and "_" such as must.
    private static readonly string[] Lines =
    [
        "Via|v=SIP~/~2.0~/~UDP_h1.test~:~5070~;~branch~=~z9hG4bK1~;~rport~,~SIP/2.0/TCP_[2001:db8::1]~;~received=2001:db8::2",
        "From|f=\"A, \\\"B\\\" <c>\"~<sip:a@im.test;x=y>~;~tag~=~1928~;~note~=~\"q;u,o\"",
        "To|t=sip:b@im.test~;~tag~=~9fx",
        "Call-ID|i=a84b4c76e66710@pc33.test",
        "CSeq=00314159_INVITE",
        "Max-Forwards=070",
        "Contact|m=Al_Bo~<sip:a@192.0.2.1:5060;transport=tcp>~;~q~=~0.5~;~expires=60~,~<sips:c@h.test>~;+sip.instance~=~\"<urn:uuid:1>\"",
        "Route=<sip:p1.test;lr>~,~<sip:p2.test;lr>~;~x",
        "Supported|k=timer~,~100rel",
        "Allow=INVITE~,~ACK~,~BYE",
        "Content-Type|c=text~/~plain~;~charset~=~utf-8",
        "Content-Disposition=session~;~handling~=~required",
        "Session-Expires|x=1800~;~refresher~=~uac",
        "Subject|s=any_text",
        "Proxy-Authorization=Digest_username~=~\"a\"~,~realm~=~\"r\"~,~nonce=\"n\"~,~uri~=~\"sip:h\"~,~response=\"00\"~,~qop=auth~,~nc=00000001",
        "Content-Length|l=0",
    ];

    private static readonly Gen<string> Variant =
        from order in Gen.Shuffle(Lines)
        from lines in Gen.CollectToSequence(order, Line)
        select $"INVITE sip:b@im.test SIP/2.0\r\n{string.Concat(lines)}\r\n";

    [FsCheck.NUnit.Property(MaxTest = 500, Replay = BodyGenerators.Replay)]
    public Property Message_written_in_any_legal_way_has_no_defect_and_the_same_values() => Prop.ForAll(Variant.ToArbitrary(), text =>
    {
        var message = SipMessage.Parse(Encoding.UTF8.GetBytes(text));

        Assert.That(DefectList.Write(message.Octets, message.Inspect()), Is.Empty);
        Assert.That(Values(message), Is.EqualTo(
            """
            2.0 UDP h1.test 5070 branch=z9hG4bK1 rport= / 2.0 TCP 2001:db8::1  received=2001:db8::2
            A, "B" <c> sip:a@im.test;x=y tag=1928 note=q;u,o
             sip:b@im.test tag=9fx
            a84b4c76e66710@pc33.test 314159 INVITE 70
            Al Bo sip:a@192.0.2.1:5060;transport=tcp q=0.5 expires=60 /  sips:c@h.test +sip.instance=<urn:uuid:1>
             sip:p1.test;lr  /  sip:p2.test;lr x=
            timer 100rel / INVITE ACK BYE
            session handling=required / 1800 / any text
            """));
    });

    private static Gen<string> Line(string line)
    {
        var (names, value) = (line[..line.IndexOf('=', StringComparison.Ordinal)], line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..]);
        return
            from name in Gen.Elements(names.Split('|'))
            from upper in Gen.Elements(true, false).ArrayOf(name.Length)
            from before in Gen.Elements("", " ", "\t ")
            from after in Space
            from written in Gen.CollectToSequence(value, Octet)
            from end in Gen.Elements("", " ", "\t", "\r\n ")
            select $"{Cased(name, upper)}{before}:{after}{string.Concat(written)}{end}\r\n";
    }

    private static Gen<string> Octet(char octet) => octet switch
    {
        '~' => Space,
        '_' => SomeSpace,
        _ => Gen.Constant(octet.ToString()),
    };

    private static string Cased(string name, bool[] upper) =>
        string.Concat(name.Select((it, at) => upper[at] ? char.ToUpperInvariant(it) : char.ToLowerInvariant(it)));

    private static string Values(SipMessage message) => string.Join('\n',
        string.Join(" / ", message.Vias.Select(it => it.Value!).Select(it => $"{it.ProtocolVersion} {it.Transport} {it.Host} {it.Port} {Written(it.Parameters)}")),
        Written(message.From!.Value!),
        Written(message.To!.Value!),
        $"{message.CallId} {message.CSeq!.Value!.Number} {message.CSeq.Value.Method} {message.Number("Max-Forwards")}",
        string.Join(" / ", message.Contacts.Select(it => Written(it.Value!))),
        string.Join(" / ", message.Addresses("Route").Select(it => Written(it.Value!))),
        $"{string.Join(' ', message.ElementTexts("Supported"))} / {string.Join(' ', message.ElementTexts("Allow"))}",
        $"{message.Token("Content-Disposition")!.Value!.Token} {Written(message.Token("Content-Disposition")!.Value!.Parameters)}"
            + $" / {message.Number("Session-Expires")} / {message.Header("Subject")!.Value.Replace('\t', ' ').Replace("  ", " ", StringComparison.Ordinal)}");

    private static string Written(NameAddr address) => $"{address.DisplayName} {address.Uri.Text} {Written(address.Parameters)}";

    private static string Written(IReadOnlyList<Conformance.Harness.Wire.Parameter> parameters) =>
        string.Join(' ', parameters.Select(it => $"{it.Name}={it.Value}"));
}
