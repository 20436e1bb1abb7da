using Vise.Domain.Codes;

namespace Vise.Web.Codes.Setup;

/// <summary>What is filled in for a state, district, branch, institution, class or word; each uses its part.</summary>
public sealed class SetupForm
{
    public string State { get; set; } = "";

    public string District { get; set; } = "";

    public string Code { get; set; } = "";

    public string Name { get; set; } = "";

    /// <summary>Translations by language.</summary>
    public Dictionary<string, string> Names { get; } = new(StringComparer.Ordinal);

    public string TimeZone { get; set; } = BranchEntry.India;

    public string Udise { get; set; } = "";

    public string Locality { get; set; } = "";

    public string Pin { get; set; } = "";

    public int Position { get; set; }

    public string Programme { get; set; } = "";

    public string Department { get; set; } = "";

    public string Class { get; set; } = "";

    public List<string> Media { get; } = [];

    /// <summary>The version that is being changed; 0 for a new one.</summary>
    public uint Version { get; set; }

    public bool IsNew => Version == 0;

    public NameEntry Called => NameEntry.Of(Name, Names);

    public BranchEntry Branch => BranchEntry.Of(Called, TimeZone);

    public InstitutionEntry Institution => InstitutionEntry.Of(Called, Udise, Locality, Pin);

    public TaughtEntry Taught => TaughtEntry.Of(Programme, Department, Class, Media);

    public static SetupForm Of(KeptName kept)
    {
        var form = new SetupForm { Name = kept.Name, Version = kept.Version };
        foreach (var (language, text) in kept.Names)
        {
            form.Names[language] = text;
        }

        return form;
    }

    public static SetupForm Of(Branch branch)
    {
        var form = Of((KeptName)branch);
        form.TimeZone = branch.TimeZone;
        return form;
    }

    public static SetupForm Of(Institution school)
    {
        var form = Of((KeptName)school);
        (form.Udise, form.Locality, form.Pin) = (school.UdiseCode ?? "", school.Locality, school.PinCode ?? "");
        return form;
    }

    public static SetupForm Of(Term term)
    {
        var form = Of((KeptName)term);
        (form.Code, form.Position) = (term.Code, term.Position);
        return form;
    }

    public static SetupForm Of(Curriculum taught)
    {
        var form = new SetupForm { Programme = taught.ProgrammeCode, Department = taught.DepartmentCode, Class = taught.ClassCode, Version = taught.Version };
        form.Media.AddRange(taught.Media);
        return form;
    }
}
