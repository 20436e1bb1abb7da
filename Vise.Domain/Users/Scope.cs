using System.Diagnostics.CodeAnalysis;
using Vise.Domain.Codes;

namespace Vise.Domain.Users;

/// <summary>
/// Where a grant holds: a prefix of the hierarchy. <c>""</c> everything, <c>27</c> a state, <c>2725</c> a district, <c>272501</c> a branch.
/// </summary>
public readonly record struct Scope
{
    private readonly string? _prefix;

    private Scope(string prefix) => _prefix = prefix;

    public static Scope Everything => new("");

    /// <summary>The prefix: 0, 2, 4 or 6 characters of <c>[0-9A-Z]</c>.</summary>
    public string Prefix => _prefix ?? "";

    /// <summary>The lowest branch id in scope; every branch id in scope is &gt;= it (collation "C").</summary>
    public string Low => Prefix;

    /// <summary>The first text above every branch id in scope (collation "C"); branch ids in scope are &lt; it.</summary>
    public string High => Prefix + "~";

    public static Scope Of(BranchId branch) => new(branch.Value);

    public static Scope Parse(string text) =>
        TryParse(text, out var scope) ? scope : throw new FormatException("A scope is a prefix of 0, 2, 4 or 6 characters of 0-9 and A-Z.");

    public static bool TryParse([NotNullWhen(true)] string? text, out Scope scope)
    {
        var ok = text is { Length: 0 or 2 or 4 or 6 } && Base36.IsCode(text, text.Length);
        scope = ok ? new Scope(text!) : default;
        return ok;
    }

    public bool Covers(BranchId branch) => branch.Value.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Whether all of the other scope lies in this one.</summary>
    public bool Covers(Scope other) => other.Prefix.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>The branch, when the scope is exactly one.</summary>
    public BranchId? Branch => Prefix.Length == 6 ? BranchId.Parse(Prefix) : null;

    public override string ToString() => Prefix;
}
