namespace Vise.Domain.Users;

/// <summary>A person or service that signs in, known by the authority's issuer and subject.</summary>
public sealed class Account
{
    public Guid AccountId { get; private set; }

    public string Issuer { get; private set; } = "";

    public string Subject { get; private set; } = "";

    public string Name { get; private set; } = "";

    public string? Email { get; private set; }

    /// <summary>When the address was proven by a one-time code.</summary>
    public DateTimeOffset? EmailVerifiedTime { get; private set; }

    /// <summary>As <c>+91</c> and ten digits.</summary>
    public string? Mobile { get; private set; }

    /// <summary>When the number was proven by a one-time code; needed before a form is handed in.</summary>
    public DateTimeOffset? MobileVerifiedTime { get; private set; }

    /// <summary>Whether notices may go by e-mail.</summary>
    public bool NotifyEmail { get; private set; } = true;

    /// <summary>Whether notices may go by SMS.</summary>
    public bool NotifySms { get; private set; } = true;

    /// <summary>The language of letters and messages: BCP 47, for example <c>en</c> or <c>hi</c>.</summary>
    public string Language { get; private set; } = FirstLanguage;

    /// <summary>The language that the person reads pages in, as <see cref="Language"/>; null until one is chosen.</summary>
    public string? PageLanguage { get; private set; }

    public DateTimeOffset CreatedTime { get; private set; }

    public DateTimeOffset? LastSignInTime { get; private set; }

    public DateTimeOffset? DisabledTime { get; private set; }

    /// <summary>The account that a guest's forms went to.</summary>
    public Guid? MovedTo { get; private set; }

    // what letters are in until somebody says otherwise
    private const string FirstLanguage = "en";

    /// <summary>The issuer of those who have begun a form and not registered yet.</summary>
    public const string GuestIssuer = "vise:guest";

    public bool IsGuest => Issuer == GuestIssuer;

    public static Account Of(string issuer, string subject, string name, string? email, string language, DateTimeOffset at) => new()
    {
        AccountId = Guid.NewGuid(),
        Issuer = issuer,
        Subject = subject,
        Name = name,
        Email = email,
        Language = language,
        CreatedTime = at,
    };

    /// <summary>Notes a sign-in with what the authority says of the person now.</summary>
    public void SignIn(string name, string? email, DateTimeOffset at)
    {
        Name = name;
        if (email is not null && !email.Equals(Email, StringComparison.OrdinalIgnoreCase))
        {
            // the authority knows another address: that one was proven to it, not to us
            (Email, EmailVerifiedTime) = (email, null);
        }

        LastSignInTime = at;
    }

    /// <summary>What keeps the person from handing a form in, or null.</summary>
    public Refusal? MayHandIn() => IsGuest ? new RegistrationNeeded() : MobileVerifiedTime is null ? new MobileUnverified() : null;

    /// <summary>An address was proven by a one-time code sent to it; returns the one that stood there before, if any.</summary>
    public string? Prove(string address, DateTimeOffset at)
    {
        string? before;
        if (ContactAddress.IsMobile(address))
        {
            (before, Mobile, MobileVerifiedTime) = (Mobile, address, at);
        }
        else
        {
            (before, Email, EmailVerifiedTime) = (Email, address, at);
        }

        return before == address ? null : before;
    }

    /// <summary>What the person chooses: the name that schools see, the language, and how notices may come.</summary>
    public void Settle(string name, string language, bool notifyEmail, bool notifySms) =>
        (Name, Language, NotifyEmail, NotifySms) = (name, language, notifyEmail, notifySms);

    /// <summary>
    /// Reads pages in the language from now on, on whatever device. Letters go along as long as both were in the same language; once they were set apart
    /// (<see cref="Settle"/>), letters stay.
    /// </summary>
    public void ReadIn(string language)
    {
        if (Language == (PageLanguage ?? FirstLanguage))
        {
            Language = language;
        }

        PageLanguage = language;
    }

    /// <summary>A guest's forms went to another account: this one is closed.</summary>
    public void MoveTo(Guid account, DateTimeOffset at) => (MovedTo, DisabledTime) = (account, at);
}

/// <summary>A role given to an account over a scope, for a time.</summary>
public sealed class AccessGrant
{
    public Guid GrantId { get; private set; }

    public Guid AccountId { get; private set; }

    public Role Role { get; private set; }

    public Scope Scope { get; private set; }

    public DateTimeOffset FromTime { get; private set; }

    public DateTimeOffset? ToTime { get; private set; }

    public static AccessGrant Of(Guid account, Role role, Scope scope, DateTimeOffset from) =>
        new() { GrantId = Guid.NewGuid(), AccountId = account, Role = role, Scope = scope, FromTime = from };
}
