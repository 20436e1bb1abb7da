using System.Diagnostics.CodeAnalysis;
using Vise.Domain.Codes;

namespace Vise.Domain.Admissions;

/// <summary>
/// Sixteen characters <c>^[0-9A-Z]{16}$</c>: state 2, district 2, branch 2, institution 2, admission year 2, kind letter <c>A</c>,
/// base-36 serial 4, check character 1 (ISO 7064 MOD 37,36 over the first fifteen; SPEC 2).
/// </summary>
public readonly record struct ApplicationId
{
    private readonly string? _value;

    private ApplicationId(string value) => _value = value;

    public string Value => _value ?? throw new InvalidOperationException("An ApplicationId comes from Parse or TryParse.");

    public BranchId Branch => BranchId.Parse(Value[..6]);

    public string Institution => Value[6..8];

    /// <summary>In fours, as it is read aloud and printed: <c>2725 0101 25A0 0F37</c>.</summary>
    public string InFours => SchoolId.InFours(Value);

    public static ApplicationId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException("An application id is sixteen characters with a right check character.");

    /// <summary>Accepts the id with or without spaces and in either case; refuses a wrong check character before any look-up.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out ApplicationId id)
    {
        var ok = SchoolId.TryRead(text, 'A', out var value);
        id = ok ? new ApplicationId(value!) : default;
        return ok;
    }

    public override string ToString() => Value;
}

/// <summary>The id given on enrolment: the layout of <see cref="ApplicationId"/> with kind letter <c>E</c> (SPEC 2).</summary>
public readonly record struct EnrollmentId
{
    private readonly string? _value;

    private EnrollmentId(string value) => _value = value;

    public string Value => _value ?? throw new InvalidOperationException("An EnrollmentId comes from Parse or TryParse.");

    public BranchId Branch => BranchId.Parse(Value[..6]);

    public string InFours => SchoolId.InFours(Value);

    public static EnrollmentId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException("An enrolment id is sixteen characters with a right check character.");

    public static bool TryParse([NotNullWhen(true)] string? text, out EnrollmentId id)
    {
        var ok = SchoolId.TryRead(text, 'E', out var value);
        id = ok ? new EnrollmentId(value!) : default;
        return ok;
    }

    public override string ToString() => Value;
}

/// <summary>What the two kinds of sixteen-character ids share.</summary>
internal static class SchoolId
{
    public static bool TryRead(string? text, char kind, out string? value)
    {
        value = text?.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
        return Base36.IsCode(value, 16) && value![10] == kind && char.IsAsciiDigit(value[8]) && char.IsAsciiDigit(value[9])
            && Base36.CheckCharacter(value.AsSpan(0, 15)) == value[15];
    }

    public static string InFours(string value) => string.Join(' ', value.Chunk(4).Select(four => new string(four)));
}
