using Vise.Data.Admissions;

namespace Vise.Web.Admissions.Cycles;

/// <summary>Where the person was in the list of cycles, for as long as the circuit lives: the way back from one of them leads there.</summary>
public sealed class CyclesPlace
{
    public string Search { get; set; } = "";

    public CycleKey? After { get; set; }
}
