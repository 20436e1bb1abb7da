namespace Vise.Domain.Admissions;

/// <summary>The names of what a step's row keeps of the moment (<see cref="ApplicationEvent.Facts"/>), so that its letter says later what was so then. No name of a person: these rows are never changed but by an erasure.</summary>
public static class StepFacts
{
    public const string Programme = "programme";
    public const string Department = "department";
    public const string Class = "class";

    /// <summary>Until when the family has to act after it.</summary>
    public const string Until = "until";

    /// <summary>Paise.</summary>
    public const string Fee = "fee";

    public const string Quota = "quota";

    /// <summary>Codes of the list <c>document</c> with commas between: handed in, or to be brought.</summary>
    public const string Documents = "documents";

    /// <summary>Before a field's path: what is to be mended there.</summary>
    public const string Remark = "remark:";
}
