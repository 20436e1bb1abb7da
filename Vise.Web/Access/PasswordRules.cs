using System.Text;
using Microsoft.AspNetCore.Identity;

namespace Vise.Web.Access;

/// <summary>What is wrong with a password.</summary>
public enum PasswordProblem
{
    TooShort,
    TooLong,

    /// <summary>It is among those that everybody tries first.</summary>
    Common,

    /// <summary>It holds the person's own name or address, or ours.</summary>
    Guessable,
}

/// <summary>
/// Rules after NIST SP 800-63B (5.1.1.2): length, and nothing that is tried first; no rules of composition, no expiry. Held by Identity
/// whenever a password is set.
/// </summary>
public sealed class PasswordRules : IPasswordValidator<Login>
{
    public const int Shortest = 10;
    public const int Longest = 128;

    // of a password with the person's own name in it
    private const int LeastBesideOwn = 8;

    private static readonly Lazy<HashSet<string>> Common = new(() =>
    {
        using var list = new StreamReader(typeof(PasswordRules).Assembly.GetManifestResourceStream("common-passwords.txt")!);
        return list.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToHashSet(StringComparer.Ordinal);
    });

    /// <summary>The password as it is hashed: NFKC, so that one keyboard's é is another's.</summary>
    public static string Normal(string password)
    {
        try
        {
            return password.Normalize(NormalizationForm.FormKC);
        }
        catch (ArgumentException)
        {
            // half a surrogate pair: no keyboard makes one
            return password;
        }
    }

    /// <summary>The first thing wrong with a password for a person, or null. Length is counted in characters as people see them.</summary>
    /// <param name="password">As typed.</param>
    /// <param name="own">The person's name and addresses.</param>
    public static PasswordProblem? Check(string password, params IReadOnlyCollection<string?> own)
    {
        var normal = Normal(password);
        if (normal.EnumerateRunes().Count() < Shortest)
        {
            return PasswordProblem.TooShort;
        }
        if (normal.Length > Longest)
        {
            return PasswordProblem.TooLong;
        }
        var plain = normal.ToLowerInvariant();
        if (Rest(plain, own) is { } rest && rest < LeastBesideOwn)
        {
            return PasswordProblem.Guessable;
        }
        return IsCommon(plain) ? PasswordProblem.Common : null;
    }

    // how many signs are left without the person's own words and ours, however they are joined; null where there is none of them
    private static int? Rest(string plain, IReadOnlyCollection<string?> own)
    {
        var rest = Joined(plain);
        var whole = rest.Length;
        foreach (var part in own.OfType<string>().SelectMany(PartsOf).Append("vise").Where(part => part.Length >= 4).Distinct(StringComparer.Ordinal).OrderByDescending(part => part.Length))
        {
            rest = rest.Replace(part, "", StringComparison.Ordinal);
        }
        return rest.Length == whole ? null : rest.Length;
    }

    // a name's and address's words, and a mobile number as it is dialled at home
    private static IEnumerable<string> PartsOf(string text)
    {
        var joined = Joined(text.ToLowerInvariant());
        return [joined, .. text.ToLowerInvariant().Split(' ', '@', '.', '+', '-').Select(Joined), .. joined.Length > 10 && joined.All(char.IsAsciiDigit) ? [joined[^10..]] : Array.Empty<string>()];
    }

    private static string Joined(string text) => string.Concat(text.Where(sign => char.IsLetterOrDigit(sign) || char.GetUnicodeCategory(sign) is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark));

    public Task<IdentityResult> ValidateAsync(UserManager<Login> manager, Login user, string? password) => Task.FromResult(
        Check(password ?? "", user.DisplayName, user.Email, user.PhoneNumber) is { } problem
            ? IdentityResult.Failed(new IdentityError { Code = problem.ToString(), Description = $"The password is refused: {problem}." })
            : IdentityResult.Success);

    // the list's words, with what people hang on them or put in their place: P@ssw0rd-2025, qwertyqwerty, 1234567890
    private static bool IsCommon(string plain)
    {
        var core = Unmasked(plain).Trim([.. "0123456789 !@#$%^&*()-_=+.,?/"]);
        return Common.Value.Contains(plain) || Common.Value.Contains(core) || IsRun(plain)
            || Enumerable.Range(1, plain.Length / 2).Any(size => plain.Length % size == 0 && plain == string.Concat(Enumerable.Repeat(plain[..size], plain.Length / size)));
    }

    private static string Unmasked(string plain)
    {
        var letters = plain.TrimEnd([.. "0123456789 !@#$%^&*()-_=+.,?/"]);
        return string.Concat(letters.Select(sign => sign switch { '0' => 'o', '1' => 'i', '3' => 'e', '4' => 'a', '5' => 's', '7' => 't', '@' => 'a', '$' => 's', '!' => 'i', _ => sign }));
    }

    // each sign the next or the one before: 0123456789, zyxwvutsrq
    private static bool IsRun(string plain)
    {
        var steps = plain.Zip(plain.Skip(1), (one, next) => next - one is var step && step is 1 or -9 ? 1 : step is -1 or 9 ? -1 : 0).Distinct().ToList();
        return steps is [1] or [-1];
    }
}
