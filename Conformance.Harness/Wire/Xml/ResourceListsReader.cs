using System.Text;
using System.Xml;

namespace Conformance.Harness.Wire.Xml;

/// <summary>
/// Walks a resource list and holds it against the schema of RFC 4826 section 3.2. Depth lives on a stack of its own, so
/// that hostile nesting cannot exhaust the thread's.
/// </summary>
internal sealed class ResourceListsReader(XmlReader reader, TextMap map)
{
    private readonly Stack<Frame> _open = new();
    private readonly List<List<ResourceEntry>> _lists = [];
    private readonly List<Defect> _defects = [];
    private readonly List<ByteSpan> _repeatedNames = [];
    private (string Name, string Namespace) _root = ("", "");
    private bool _isFlat = true;

    private enum Kind
    {
        Root,
        List,
        Entry,
        Reference,
        DisplayName,
        Unread,
    }

    /// <summary>What the children of an element may still be: each phase rules out those before it.</summary>
    private enum Phase
    {
        DisplayName,
        Members,
        Extensions,
    }

    public IReadOnlyList<Defect> Defects => _defects;

    /// <exception cref="XmlException">The document is not well-formed.</exception>
    public ResourceLists Read(ByteSpan span)
    {
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.XmlDeclaration:
                    CheckEncoding();
                    break;
                case XmlNodeType.Element:
                    Open();
                    break;
                case XmlNodeType.EndElement:
                    Close(map.EndOfTag(map.IndexOf(reader)));
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace:
                    ReadText();
                    break;
            }
        }

        return new(_root.Name, _root.Namespace, [.. _lists], _isFlat, span) { RepeatedNames = _repeatedNames };
    }

    private void CheckEncoding()
    {
        if (reader.GetAttribute("encoding") is { } encoding && !encoding.Equals("UTF-8", StringComparison.OrdinalIgnoreCase))
        {
            _defects.Add(new(DefectKind.NotUtf8, map.Span(map.StartOfTag(reader), map.EndOfTag(map.IndexOf(reader)))));
        }
    }

    private void Open()
    {
        var start = map.StartOfTag(reader);
        var tag = map.Span(start, map.EndOfTag(start));
        var kind = _open.Count == 0 ? RootKind() : ChildKind(_open.Peek());
        if (kind is null)
        {
            _defects.Add(new(DefectKind.UnexpectedElement, tag));
        }

        var frame = new Frame(kind ?? Kind.Unread, start);
        ReadAttributes(frame, tag);
        _open.Push(frame);
        if (reader.IsEmptyElement)
        {
            Close(map.EndOfTag(start));
        }
    }

    private Kind? RootKind()
    {
        _root = (reader.LocalName, reader.NamespaceURI);
        return _root == ("resource-lists", ResourceLists.Namespace) ? Kind.Root : null;
    }

    /// <summary>What the element is below that parent; null when the schema does not have it there.</summary>
    private Kind? ChildKind(Frame parent)
    {
        if (parent.Kind == Kind.Unread)
        {
            return Kind.Unread;
        }

        if (reader.NamespaceURI != ResourceLists.Namespace)
        {
            // The schema's ##other: any namespace but its own, and not none.
            var isExtension = reader.NamespaceURI.Length > 0 && parent.Kind is Kind.List or Kind.Entry or Kind.Reference;
            parent.Phase = isExtension ? Phase.Extensions : parent.Phase;
            return isExtension ? Kind.Unread : null;
        }

        return (parent.Kind, reader.LocalName) switch
        {
            (Kind.Root, "list") => Kind.List,
            (Kind.List or Kind.Entry or Kind.Reference, "display-name") => InPhase(parent, Phase.DisplayName, Kind.DisplayName),
            (Kind.List, "entry") => InPhase(parent, Phase.Members, Kind.Entry),
            (Kind.List, "list") => Nested(InPhase(parent, Phase.Members, Kind.List)),
            (Kind.List, "entry-ref" or "external") => Nested(InPhase(parent, Phase.Members, Kind.Reference)),
            _ => null,
        };
    }

    private static Kind? InPhase(Frame parent, Phase phase, Kind kind)
    {
        if (parent.Phase > phase)
        {
            return null;
        }

        parent.Phase = Phase.Members;
        return kind;
    }

    private Kind? Nested(Kind? kind)
    {
        _isFlat = false;
        return kind;
    }

    private void ReadAttributes(Frame frame, ByteSpan tag)
    {
        switch (frame.Kind)
        {
            case Kind.List:
                frame.Entries = [];
                _lists.Add(frame.Entries);
                ReadName(tag);
                break;
            case Kind.Entry:
                frame.Uri = Required("uri", tag)?.Trim(' ', '\t', '\r', '\n'); // anyURI collapses white space: XML Schema part 2 section 3.2.17
                frame.CopyControl = CopyControl();
                frame.Anonymize = reader.GetAttribute("anonymize", ResourceLists.CopyControlNamespace);
                frame.Count = reader.GetAttribute("count", ResourceLists.CopyControlNamespace);
                break;
            case Kind.Reference:
                Required(reader.LocalName == "external" ? "anchor" : "ref", tag);
                break;
        }
    }

    /// <summary>The list's frame is not open yet: on top is its parent.</summary>
    private void ReadName(ByteSpan tag)
    {
        if (reader.GetAttribute("name", "") is { } name && !(_open.Peek().Names ??= []).Add(name))
        {
            _repeatedNames.Add(tag);
        }
    }

    private string? Required(string name, ByteSpan tag)
    {
        var value = reader.GetAttribute(name, "");
        if (value is null)
        {
            _defects.Add(new(DefectKind.MissingAttribute, tag));
        }

        return value;
    }

    /// <summary>The attribute in the namespace of RFC 5364; else one of that name in another namespace, or in none.</summary>
    private (string? Value, string? Namespace) CopyControl()
    {
        (string? Value, string? Namespace) found = (null, null);
        for (var more = reader.MoveToFirstAttribute(); more; more = reader.MoveToNextAttribute())
        {
            if (reader.LocalName == "copyControl" && found.Namespace != ResourceLists.CopyControlNamespace)
            {
                found = (reader.Value, reader.NamespaceURI);
            }
        }

        reader.MoveToElement();
        return found;
    }

    private void ReadText()
    {
        if (!_open.TryPeek(out var frame) || frame.Kind == Kind.Unread)
        {
            return;
        }

        if (frame.Kind == Kind.DisplayName)
        {
            frame.Text.Append(reader.Value);
        }
        else if (!string.IsNullOrWhiteSpace(reader.Value))
        {
            var start = map.IndexOf(reader);
            _defects.Add(new(DefectKind.UnexpectedElement, map.Span(start, map.EndOfText(start))));
        }
    }

    private void Close(int end)
    {
        var frame = _open.Pop();
        if (frame.Kind == Kind.DisplayName)
        {
            _open.Peek().DisplayName = frame.Text.ToString();
        }
        else if (frame.Kind == Kind.Entry)
        {
            var (value, ns) = frame.CopyControl;
            _open.Peek().Entries.Add(new(frame.Uri, frame.DisplayName, value, ns, map.Span(frame.Start, end)) { Anonymize = frame.Anonymize, Count = frame.Count });
        }
    }

    private sealed class Frame(Kind kind, int start)
    {
        public Kind Kind { get; } = kind;

        public int Start { get; } = start;

        public Phase Phase { get; set; }

        public List<ResourceEntry> Entries { get; set; } = [];

        public string? Uri { get; set; }

        public string? DisplayName { get; set; }

        public (string? Value, string? Namespace) CopyControl { get; set; }

        public string? Anonymize { get; set; }

        public string? Count { get; set; }

        /// <summary>The names of the lists below; null as long as none has one.</summary>
        public HashSet<string>? Names { get; set; }

        public StringBuilder Text { get; } = new();
    }
}
