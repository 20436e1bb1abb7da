namespace Vise.Domain.Codes;

/// <summary>A state (district code <c>00</c>) or a district of it, with its UDISE codes.</summary>
public sealed class Geographic
{
    public const string WholeState = "00";

    public string StateCode { get; private set; } = "";

    public string DistrictCode { get; private set; } = "";

    public string Name { get; private set; } = "";

    /// <summary>Translations by language: <c>{"hi": "..."}</c>.</summary>
    public Dictionary<string, string> Names { get; private set; } = [];

    public DateTimeOffset? RetiredTime { get; private set; }
}

public sealed class Branch
{
    public BranchId BranchId { get; private set; }

    public string StateCode { get; private set; } = "";

    public string DistrictCode { get; private set; } = "";

    public string BranchCode { get; private set; } = "";

    public string Name { get; private set; } = "";

    public Dictionary<string, string> Names { get; private set; } = [];

    /// <summary>IANA name; days end here.</summary>
    public string TimeZone { get; private set; } = "Asia/Kolkata";

    public DateTimeOffset? RetiredTime { get; private set; }
}

public sealed class Institution
{
    public BranchId BranchId { get; private set; }

    public string InstitutionCode { get; private set; } = "";

    public string Name { get; private set; } = "";

    public Dictionary<string, string> Names { get; private set; } = [];

    public string Locality { get; private set; } = "";

    public string? PinCode { get; private set; }

    public DateTimeOffset? RetiredTime { get; private set; }
}

/// <summary>One word of a list: a class, a programme, a language, ...</summary>
public sealed class Term
{
    public string List { get; private set; } = "";

    public string Code { get; private set; } = "";

    public string Name { get; private set; } = "";

    public Dictionary<string, string> Names { get; private set; } = [];

    public int Position { get; private set; }

    public DateTimeOffset? RetiredTime { get; private set; }
}
