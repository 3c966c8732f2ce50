using System.Buffers;
using System.Text;

namespace Conformance.Harness.Wire.Sip;

/// <summary>"Digest" LWS and a comma list of name=value (RFC 2617 section 1.2).</summary>
internal sealed class AuthenticationParameters
{
    private static readonly SearchValues<byte> Marks = SearchValues.Create(",\""u8);

    private readonly List<Parameter> _parameters = [];

    private AuthenticationParameters(ByteSpan span) => Span = span;

    public ByteSpan Span { get; }

    public List<Defect> Defects { get; } = [];

    public static bool IsDigest(ReadOnlyMemory<byte> octets, ByteSpan value)
    {
        var cursor = new Cursor(octets, value);
        return Ascii.EqualsIgnoreCase(cursor.Of(cursor.TakeUntil(CharClass.Lws)), "Digest"u8);
    }

    /// <summary>Reads a value; null where its scheme is not Digest.</summary>
    public static AuthenticationParameters? Read(ReadOnlyMemory<byte> octets, ByteSpan value)
    {
        if (!IsDigest(octets, value))
        {
            return null;
        }

        var cursor = new Cursor(octets, value);
        cursor.TakeUntil(CharClass.Lws);
        var parameters = new AuthenticationParameters(value);
        var repetitions = new Repetitions(parameters.Defects);
        do
        {
            parameters.ReadOne(ref cursor, ref repetitions);
        }
        while (cursor.Take(','));

        return parameters;
    }

    /// <summary>The value of a parameter, unquoted; null where it is not there.</summary>
    public string? this[string name] => _parameters.Named(name)?.Value;

    /// <summary>The value of a parameter without which the field is no sound one; "" where it is not there. One defect tells all that are not.</summary>
    public string Required(string name)
    {
        if (this[name] is { } value)
        {
            return value;
        }

        var incomplete = new Defect(DefectKind.MalformedAuthentication, Span);
        if (!Defects.Contains(incomplete))
        {
            Defects.Add(incomplete);
        }

        return "";
    }

    private void ReadOne(ref Cursor cursor, ref Repetitions repetitions)
    {
        cursor.SkipLws();
        var name = cursor.TakeWhile(CharClass.Token);
        cursor.SkipLws();
        var isSound = !name.IsEmpty && cursor.Take('=');
        cursor.SkipLws();
        var value = TakeValue(ref cursor);
        var end = cursor.Position;
        cursor.SkipLws();
        if (!isSound || value.IsEmpty || cursor.Current is not (-1 or ','))
        {
            SkipToComma(ref cursor);
            end = cursor.Position;
            Defects.Add(new Defect(DefectKind.MalformedAuthentication, ByteSpan.Between(name.Offset, end)));
        }

        if (isSound)
        {
            var span = ByteSpan.Between(name.Offset, end);
            var text = WireText.Unfold(cursor.Of(name));
            repetitions.Judge(text, span);
            _parameters.Add(new Parameter(text, WireText.Unquote(cursor.Of(value)), span));
        }
    }

    private ByteSpan TakeValue(ref Cursor cursor)
    {
        if (cursor.Current != '"')
        {
            return cursor.TakeWhile(CharClass.Token);
        }

        if (!cursor.TakeQuoted(out var quoted))
        {
            Defects.Add(new Defect(DefectKind.UnbalancedQuote, quoted));
        }

        return quoted;
    }

    private static void SkipToComma(ref Cursor cursor)
    {
        while (cursor.TakeUntil(Marks) is var _ && cursor.Current == '"')
        {
            cursor.TakeQuoted(out _);
        }
    }
}
