using System.Text;

namespace Conformance.Harness.Driving.Manual;

/// <summary>A text that is being typed, up to Enter; it has a character at least that is no white space.</summary>
internal sealed class TypedText(Action<string> tell)
{
    private const char Backspace = '\b';
    private const char Delete = '\x7F';

    private readonly StringBuilder _text = new();

    public Action<string> Tell => tell;

    public string Text => _text.ToString().Trim();

    /// <summary>What a terminal shows for a key of the text.</summary>
    public static string ShownAs(char key) => key is Backspace or Delete ? "\b \b" : char.IsControl(key) ? "" : key.ToString();

    /// <summary>Takes a key; false for the one that ends the text. Over a pipe the first may be the end of the line before.</summary>
    public bool Take(char key)
    {
        if (key is '\r' or '\n')
        {
            return Text.Length == 0;
        }

        if (key is Backspace or Delete)
        {
            _text.Length = Math.Max(0, _text.Length - 1);
        }
        else if (!char.IsControl(key))
        {
            _text.Append(key);
        }

        return true;
    }
}
