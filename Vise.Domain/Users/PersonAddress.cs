namespace Vise.Domain.Users;

/// <summary>Where an invitation goes: an e-mail address or an Indian mobile number, one of the two.</summary>
public sealed record PersonAddress
{
    private PersonAddress(string? email, string? mobile) => (Email, Mobile) = (email, mobile);

    public string? Email { get; }

    /// <summary><c>+91</c> and ten digits.</summary>
    public string? Mobile { get; }

    public string Text => Email ?? Mobile!;

    /// <summary>What was typed; null when it is neither.</summary>
    public static PersonAddress? Read(string? typed)
    {
        var text = Typed.Clean(typed);
        return Typed.IsEmail(text) ? new PersonAddress(text, null)
            : Typed.Mobile(text) is { } mobile ? new PersonAddress(null, mobile)
            : null;
    }
}
