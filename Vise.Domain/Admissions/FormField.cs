namespace Vise.Domain.Admissions;

public enum FieldKind
{
    Text,
    Name,
    Date,
    Choice,
    Choices,
    Number,
    YesNo,
    Mobile,
    Email,
    PinCode,
    Aadhaar,
    Apaar,
    Pen,
    Enrolment,
    Session,
    Percent,
    Rupees,
}

/// <summary>When a field is asked: where another one holds one of these answers.</summary>
/// <param name="Path">The other field, of the same step, so that the page can open this one at once.</param>
/// <param name="Answers">What it is typed as: codes, yes or no.</param>
public sealed record FieldCondition(string Path, params IReadOnlyList<string> Answers)
{
    public bool Holds(IReadOnlyDictionary<string, string> fields) => Answers.Contains(fields.GetValueOrDefault(Path));
}

/// <summary>One field of the form, with all that says whether it is asked and needed.</summary>
/// <param name="Path">Its name everywhere: input, draft, API and problem, for example <c>child.birthDate</c>.</param>
/// <param name="Step">Where it is asked.</param>
/// <param name="Kind">How it is read.</param>
/// <param name="Required">Whether the form is complete only with it, wherever it is asked.</param>
/// <param name="MaxLength">The longest text taken, characters.</param>
/// <param name="List">For a choice: the list of codes.term it is taken from; for a cycle's own question its path.</param>
public sealed record FormField(string Path, FormStep Step, FieldKind Kind, bool Required, int MaxLength = 100, string? List = null)
{
    /// <summary>The answer that opens it; null for a field that is always asked. What was typed into a closed field counts for nothing.</summary>
    public FieldCondition? OpenWhen { get; init; }

    /// <summary>The beginning of the paths that it belongs to, such as <c>siblings.0.</c>: it is needed once one of those is answered.</summary>
    public string? NeededWith { get; init; }

    /// <summary>Paths of which any one given makes it no longer needed.</summary>
    public IReadOnlyList<string> NeededUnless { get; init; } = [];

    /// <summary>Tells of health or disability, though its step is another.</summary>
    public bool Sealed { get; init; }

    /// <summary>Kept sealed wherever it rests (SPEC 10): id numbers and everything about health.</summary>
    public bool IsSecret => IsMasked || Sealed || Step == FormStep.Health;

    /// <summary>Shown by its last characters only, also to those who may open the record.</summary>
    public bool IsMasked => Kind is FieldKind.Aadhaar or FieldKind.Apaar;
}
