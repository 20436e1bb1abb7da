namespace Vise.Domain.Codes;

/// <summary>A state (district code <c>00</c>) or a district of it, with its UDISE codes.</summary>
public sealed class Geographic : KeptName
{
    public const string WholeState = "00";

    public string StateCode { get; private set; } = "";

    public string DistrictCode { get; private set; } = "";

    /// <summary>Codes that stood for a state before; schools there may bear them still.</summary>
    public string[] Aliases { get; private set; } = [];

    /// <summary>A new one; the codes are read and the entry is checked before.</summary>
    public static Geographic Of(string state, string district, NameEntry called)
    {
        var made = new Geographic { StateCode = state, DistrictCode = district };
        made.Call(called);
        return made;
    }

    public void Change(NameEntry called) => Call(called);
}

public sealed class Branch : KeptName
{
    public BranchId BranchId { get; private set; }

    public string StateCode { get; private set; } = "";

    public string DistrictCode { get; private set; } = "";

    public string BranchCode { get; private set; } = "";

    /// <summary>IANA name; days end here.</summary>
    public string TimeZone { get; private set; } = BranchEntry.India;

    /// <summary>A new one; the entry is checked before.</summary>
    public static Branch Of(BranchId id, BranchEntry entry)
    {
        var made = new Branch { BranchId = id, StateCode = id.State, DistrictCode = id.District, BranchCode = id.Branch };
        made.Change(entry);
        return made;
    }

    public void Change(BranchEntry entry)
    {
        Call(entry.Called);
        TimeZone = entry.TimeZone;
    }
}

public sealed class Institution : KeptName
{
    public BranchId BranchId { get; private set; }

    public string InstitutionCode { get; private set; } = "";

    /// <summary>The school's own UDISE code, 11 digits; null where it has none.</summary>
    public string? UdiseCode { get; private set; }

    public string Locality { get; private set; } = "";

    public string? PinCode { get; private set; }

    /// <summary>A new one; the entry is checked before.</summary>
    public static Institution Of(BranchId branch, string code, InstitutionEntry entry)
    {
        var made = new Institution { BranchId = branch, InstitutionCode = code };
        made.Change(entry);
        return made;
    }

    public void Change(InstitutionEntry entry)
    {
        Call(entry.Called);
        (UdiseCode, Locality, PinCode) = (entry.UdiseCode, entry.Locality, entry.PinCode);
    }
}

/// <summary>What an institution teaches: programme → department → class, and in which media.</summary>
public sealed class Curriculum : Kept
{
    public BranchId BranchId { get; private set; }

    public string InstitutionCode { get; private set; } = "";

    public string ProgrammeCode { get; private set; } = "";

    public string DepartmentCode { get; private set; } = "";

    public string ClassCode { get; private set; } = "";

    /// <summary>Codes of the list <c>medium</c>, in the order of preference.</summary>
    public string[] Media { get; private set; } = [];

    /// <summary>A new one; the entry is checked before.</summary>
    public static Curriculum Of(BranchId branch, string institution, TaughtEntry entry) => new()
    {
        BranchId = branch,
        InstitutionCode = institution,
        ProgrammeCode = entry.Programme,
        DepartmentCode = entry.Department,
        ClassCode = entry.Class,
        Media = [.. entry.Media],
    };

    public void Change(TaughtEntry entry)
    {
        if (!Media.SequenceEqual(entry.Media, StringComparer.Ordinal))
        {
            Media = [.. entry.Media];
        }
    }
}

/// <summary>One word of a list: a class, a programme, a language, ...</summary>
public sealed class Term : KeptName
{
    public string List { get; private set; } = "";

    public string Code { get; private set; } = "";

    public int Position { get; private set; }

    /// <summary>A new one; the code and the entry are checked before (<see cref="TermList"/>).</summary>
    public static Term Of(string list, string code, NameEntry called, int position)
    {
        var made = new Term { List = list, Code = code };
        made.Change(called, position);
        return made;
    }

    public void Change(NameEntry called, int position)
    {
        Call(called);
        Position = position;
    }
}
