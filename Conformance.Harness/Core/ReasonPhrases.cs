namespace Conformance.Harness.Core;

/// <summary>The usual reason phrases (RFC 3261 section 21, RFC 3265 section 7.3.2).</summary>
internal static class ReasonPhrases
{
    private static readonly Dictionary<int, string> Phrases = new()
    {
        [100] = "Trying",
        [180] = "Ringing",
        [183] = "Session Progress",
        [200] = "OK",
        [202] = "Accepted",
        [300] = "Multiple Choices",
        [301] = "Moved Permanently",
        [302] = "Moved Temporarily",
        [400] = "Bad Request",
        [401] = "Unauthorized",
        [403] = "Forbidden",
        [404] = "Not Found",
        [405] = "Method Not Allowed",
        [406] = "Not Acceptable",
        [407] = "Proxy Authentication Required",
        [408] = "Request Timeout",
        [413] = "Request Entity Too Large",
        [415] = "Unsupported Media Type",
        [416] = "Unsupported URI Scheme",
        [420] = "Bad Extension",
        [423] = "Interval Too Brief",
        [480] = "Temporarily Unavailable",
        [481] = "Call/Transaction Does Not Exist",
        [483] = "Too Many Hops",
        [484] = "Address Incomplete",
        [486] = "Busy Here",
        [487] = "Request Terminated",
        [488] = "Not Acceptable Here",
        [489] = "Bad Event",
        [491] = "Request Pending",
        [500] = "Server Internal Error",
        [501] = "Not Implemented",
        [503] = "Service Unavailable",
        [580] = "Precondition Failure",
        [600] = "Busy Everywhere",
        [603] = "Decline",
        [606] = "Not Acceptable",
    };

    /// <summary>Any phrase does for a code without one: it is for people.</summary>
    public static string Of(int statusCode) => Phrases.GetValueOrDefault(statusCode, "Unnamed");
}
