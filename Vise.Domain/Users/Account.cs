namespace Vise.Domain.Users;

/// <summary>A person or service that signs in, known by the authority's issuer and subject.</summary>
public sealed class Account
{
    public Guid AccountId { get; private set; }

    public string Issuer { get; private set; } = "";

    public string Subject { get; private set; } = "";

    public string Name { get; private set; } = "";

    public string? Email { get; private set; }

    /// <summary>BCP 47, for example <c>en</c> or <c>hi</c>.</summary>
    public string Language { get; private set; } = "en";

    public DateTimeOffset CreatedTime { get; private set; }

    public DateTimeOffset? LastSignInTime { get; private set; }

    public DateTimeOffset? DisabledTime { get; private set; }

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
        Email = email ?? Email;
        LastSignInTime = at;
    }
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
