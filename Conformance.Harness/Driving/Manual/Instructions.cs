using System.Globalization;
using Conformance.Harness.Driving.Contract;
using Conformance.Harness.Tracing;

namespace Conformance.Harness.Driving.Manual;

/// <summary>What a person is told to do at the client.</summary>
internal static class Instructions
{
    /// <summary>One sentence.</summary>
    public static string Of(UserRequest request) => request switch
    {
        Register => "Have the client register (sign in); if it has done so by itself, that is done.",
        Deregister => "Have the client deregister (sign out).",
        StartChat { Invitees: [var invitee] } => $"Start a chat with {invitee}.",
        StartChat start => $"Start one group chat with {string.Join(", ", start.Invitees)}.",
        SendMessage { ContentType: "text/plain" } send => $"Send in {send.Chat}: {send.Body}",
        SendMessage send => $"Send in {send.Chat}, as {send.ContentType}: {send.Body}",
        EndChat end => $"End {end.Chat} (leave it, or hang up).",
        SubscribeConference list => $"Have the client show who is in {list.Chat}.",
        _ => throw new ArgumentOutOfRangeException(nameof(request), request, null),
    };

    /// <summary>What has to be set up in the client before anything else.</summary>
    public static IReadOnlyList<string> SettingUp(OperatorSetting given) =>
    [
        "Set the client up:",
        $"   address {given.Address}, user name {given.User}, password {given.Password}",
        $"   outbound proxy {given.Proxy}",
        string.Create(CultureInfo.InvariantCulture, $"   conference factory {given.ConferenceFactory}, at most {given.MaxAdhocGroupSize} users in a group"),
    ];
}

/// <summary>The values that a person sets up: the params of `initialize`.</summary>
internal sealed record OperatorSetting(string Address, string User, string Password, string Proxy, string ConferenceFactory, int MaxAdhocGroupSize)
{
    public static OperatorSetting Of(VerbParameters given)
    {
        var (account, im) = (given.Object("account"), given.Object("im"));
        return new OperatorSetting(
            account.Text("address"),
            account.Text("user"),
            account.Text("password"),
            given.Object("core").Text("uri"),
            im.Text("conferenceFactory"),
            im.OptionalNumber("maxAdhocGroupSize") ?? throw im.Wrong("maxAdhocGroupSize", "a whole number"));
    }
}
