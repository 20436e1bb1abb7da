using Vise.Domain.Users;

namespace Vise.Web.Access;

/// <summary>The answers to "may I?" (SPEC 4, isolation).</summary>
public enum Answer
{
    Granted,

    /// <summary>In scope without the duty: 403.</summary>
    Forbidden,

    /// <summary>Out of scope: 404, the same as for what does not exist.</summary>
    OutOfScope,

    /// <summary>The grant's role asks for a second factor, which this session has not shown: 403, and the way to show it.</summary>
    SecondFactor,

    /// <summary>Nobody is signed in, or the account is closed: sign in first.</summary>
    SignedOut,
}

/// <summary>What <see cref="Visitor"/> answers: whom to act as, or why not.</summary>
public sealed record Asked
{
    private Asked(Answer answer, Actor? actor)
    {
        Answer = answer;
        Actor = actor;
    }

    public static Asked Forbidden { get; } = new(Answer.Forbidden, null);

    public static Asked OutOfScope { get; } = new(Answer.OutOfScope, null);

    public static Asked SecondFactor { get; } = new(Answer.SecondFactor, null);

    public static Asked SignedOut { get; } = new(Answer.SignedOut, null);

    public Answer Answer { get; }

    /// <summary>Whom to act as; null unless granted.</summary>
    public Actor? Actor { get; }

    /// <summary>The status code that says so to a browser or a client; 200 when granted.</summary>
    public int StatusCode => Answer switch
    {
        Answer.Granted => StatusCodes.Status200OK,
        Answer.Forbidden or Answer.SecondFactor => StatusCodes.Status403Forbidden,
        Answer.OutOfScope => StatusCodes.Status404NotFound,
        _ => StatusCodes.Status401Unauthorized,
    };

    public static Asked Granted(Actor actor) => new(Answer.Granted, actor);
}
