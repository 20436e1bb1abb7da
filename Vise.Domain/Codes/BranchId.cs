using System.Diagnostics.CodeAnalysis;

namespace Vise.Domain.Codes;

/// <summary>A branch: state, district and branch code, two characters each, for example <c>272501</c> (SPEC 2).</summary>
public readonly record struct BranchId
{
    private readonly string? _value;

    private BranchId(string value) => _value = value;

    public string Value => _value ?? throw new InvalidOperationException("A BranchId comes from Parse or TryParse.");

    public string State => Value[..2];

    public string District => Value[2..4];

    public string Branch => Value[4..6];

    /// <summary>Builds the id from its three codes; throws <see cref="FormatException"/> for anything else.</summary>
    public static BranchId Of(string state, string district, string branch) => Parse(state + district + branch);

    /// <summary>Reads six characters <c>[0-9A-Z]</c>; throws <see cref="FormatException"/> for anything else.</summary>
    public static BranchId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException("A branch id is six characters of 0-9 and A-Z.");

    public static bool TryParse([NotNullWhen(true)] string? text, out BranchId id)
    {
        var ok = Base36.IsCode(text, 6);
        id = ok ? new BranchId(text!) : default;
        return ok;
    }

    public override string ToString() => Value;
}
