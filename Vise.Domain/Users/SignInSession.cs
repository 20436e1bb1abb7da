namespace Vise.Domain.Users;

/// <summary>One place where a person is signed in: a browser, or an app that got a token there.</summary>
public sealed class SignInSession
{
    public Guid SessionId { get; private set; }

    public Guid AccountId { get; private set; }

    public DateTimeOffset StartedTime { get; private set; }

    /// <summary>When it was last used, give or take five minutes.</summary>
    public DateTimeOffset LastSeenTime { get; private set; }

    public DateTimeOffset? EndedTime { get; private set; }

    /// <summary>For example <c>Chrome</c>; empty when it could not be told.</summary>
    public string Browser { get; private set; } = "";

    /// <summary>For example <c>Android</c>; empty when it could not be told.</summary>
    public string System { get; private set; } = "";

    /// <summary>How the person proved who they are: RFC 8176 values with blanks between them, for example <c>pwd otp mfa</c>.</summary>
    public string Methods { get; private set; } = "";

    public static SignInSession Of(Guid id, Guid account, Device device, string methods, DateTimeOffset at) => new()
    {
        SessionId = id,
        AccountId = account,
        StartedTime = at,
        LastSeenTime = at,
        Browser = device.Browser,
        System = device.System,
        Methods = methods,
    };

    /// <summary>Notes that the person proved more, or signed in once more, in the same session.</summary>
    public void Prove(string methods, DateTimeOffset at)
    {
        Methods = methods;
        LastSeenTime = at;
    }
}

/// <summary>What a person knows a device by.</summary>
/// <param name="Browser">For example <c>Chrome</c>; empty when it could not be told.</param>
/// <param name="System">For example <c>Android</c>; empty when it could not be told.</param>
public sealed record Device(string Browser, string System);
