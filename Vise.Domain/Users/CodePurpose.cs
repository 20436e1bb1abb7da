namespace Vise.Domain.Users;

/// <summary>What a one-time code is for. Stored as its name in lower case.</summary>
public enum CodePurpose
{
    /// <summary>To make an account.</summary>
    Register,

    /// <summary>To choose a new password.</summary>
    Reset,

    /// <summary>To prove an account's e-mail address.</summary>
    Email,

    /// <summary>To prove an account's mobile number.</summary>
    Mobile,
}

/// <summary>An address that codes and messages go to: an e-mail address in lower case, or a mobile number as <c>+91</c> and ten digits.</summary>
public static class ContactAddress
{
    /// <summary>What was typed in one form; null when it is neither.</summary>
    public static string? Read(string? typed)
    {
        var text = Typed.Clean(typed);
        return text.Contains('@', StringComparison.Ordinal)
            ? Typed.IsEmail(text) ? text.ToLowerInvariant() : null
            : Typed.Mobile(text);
    }

    public static bool IsMobile(string address) => address.StartsWith('+');
}
