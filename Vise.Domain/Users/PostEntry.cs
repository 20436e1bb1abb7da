namespace Vise.Domain.Users;

/// <summary>A message to one e-mail address or mobile number, kept in the transaction that causes it. To whom and what is sealed.</summary>
public sealed class PostEntry
{
    public Guid PostId { get; private set; }

    /// <summary>What it is about; its words are found by it (<c>PostWords.resx</c>).</summary>
    public string Kind { get; private set; } = "";

    /// <summary>In which language it is written, BCP 47.</summary>
    public string Language { get; private set; } = "";

    public byte[]? Sealed { get; private set; }

    public DateTimeOffset CreatedTime { get; private set; }

    public DateTimeOffset DueTime { get; private set; }

    /// <summary>When it is no news any more and is not sent.</summary>
    public DateTimeOffset LapsesTime { get; private set; }

    public static PostEntry Of(Guid id, string kind, string language, byte[] sealedText, DateTimeOffset at, TimeSpan newsFor) => new()
    {
        PostId = id,
        Kind = kind,
        Language = language,
        Sealed = sealedText,
        CreatedTime = at,
        DueTime = at,
        LapsesTime = at + newsFor,
    };
}

/// <summary>The messages that sign-in itself causes.</summary>
public static class PostKinds
{
    /// <summary>Gaps: the code.</summary>
    public const string CodeRegister = "code-register";

    /// <summary>Instead of a code to register: there is an account already. Gap: where to reset the password.</summary>
    public const string CodeKnown = "code-known";

    /// <summary>Gaps: the code.</summary>
    public const string CodeReset = "code-reset";

    /// <summary>Instead of a code to reset: there is no account. Gap: where to register.</summary>
    public const string CodeUnknown = "code-unknown";

    /// <summary>Gaps: the code.</summary>
    public const string CodeContact = "code-contact";

    /// <summary>Gap: where to reset the password.</summary>
    public const string PasswordChanged = "password-changed";

    /// <summary>To the address that was there before. Gap: where to reset the password.</summary>
    public const string ContactChanged = "contact-changed";

    /// <summary>Erasure was asked for. Gaps: when it is carried out, where it can be cancelled.</summary>
    public const string ErasureAsked = "erasure-asked";

    /// <summary>It was cancelled, by the person or since a form was begun meanwhile. Gap: where to ask anew.</summary>
    public const string ErasureCancelled = "erasure-cancelled";

    /// <summary>One application was erased. Gap: its number.</summary>
    public const string ErasureForm = "erasure-form";

    /// <summary>The account and everything of it was erased: the last message to the address.</summary>
    public const string ErasureDone = "erasure-done";
}
