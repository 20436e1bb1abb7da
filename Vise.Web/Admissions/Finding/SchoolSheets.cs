using Microsoft.Extensions.Localization;
using Vise.Data.Admissions;
using Vise.Domain.Admissions;
using Vise.Domain.Codes;
using Vise.Web.Admissions.Cycles;
using Vise.Web.Admissions.Family;
using Vise.Web.Shell;

namespace Vise.Web.Admissions.Finding;

/// <summary>A cycle in words.</summary>
/// <param name="Cycle">Its dates.</param>
/// <param name="Session">Its session, such as 2025-26.</param>
/// <param name="Groups">Its classes by programme and department.</param>
/// <param name="Fitting">The classes that the child is of age for, in one line; empty when it fits none, or no birth date was given.</param>
/// <param name="Usual">The class usual at that age, where one can be told.</param>
/// <param name="Nearest">By how much it misses the nearest others.</param>
public sealed record SchoolSheet(CycleOnOffer Cycle, string Session, IReadOnlyList<ClassGroup> Groups, string Fitting, string? Usual, IReadOnlyList<string> Nearest);

/// <summary>What is taught under one heading.</summary>
/// <param name="Title">Programme and department.</param>
/// <param name="Range">Its classes in one line.</param>
/// <param name="Classes">Each of them.</param>
public sealed record ClassGroup(string Title, string Range, IReadOnlyList<ClassSheet> Classes)
{
    public int Free => Classes.Sum(one => one.Free);

    public int All => Classes.Sum(one => one.All);
}

/// <summary>A class in words.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Seats">Seats by quota.</param>
/// <param name="Fee">What is paid on taking up an offer.</param>
/// <param name="Ages">Its age rules, the one for every child first.</param>
/// <param name="Documents">Documents asked for.</param>
/// <param name="Apply">Where a form for it begins; null while the cycle isn't open.</param>
/// <param name="Fits">Whether the child is of age; null when nobody asked, or there is no rule.</param>
/// <param name="Misses">By how much it is not.</param>
public sealed record ClassSheet(
    string Name, IReadOnlyList<SeatLine> Seats, string Fee, IReadOnlyList<string> Ages, IReadOnlyList<string> Documents, string? Apply, bool? Fits, string? Misses)
{
    public int Free => Seats.Sum(line => line.Free);

    public int All => Seats.Sum(line => line.All);
}

/// <summary>The seats of one quota.</summary>
public sealed record SeatLine(string Quota, int All, int Free);

/// <summary>Puts a school's cycles into words.</summary>
public sealed class SchoolSheets(SchoolPlaces places, Sayings sayings, IStringLocalizer<FindingWords> words, IStringLocalizer<FamilyWords> family)
{
    public async Task<IReadOnlyList<SchoolSheet>> OfAsync(CycleKey school, SchoolOffer offer, CycleNames names, DateOnly? born, CancellationToken ct)
    {
        List<SchoolSheet> sheets = [];
        foreach (var cycle in offer.Cycles)
        {
            sheets.Add(await SheetAsync(school with { Year = AcademicYear.Parse(cycle.Year) }, cycle, names, born, ct));
        }

        return sheets;
    }

    private async Task<SchoolSheet> SheetAsync(CycleKey key, CycleOnOffer cycle, CycleNames names, DateOnly? born, CancellationToken ct)
    {
        var answer = born is { } day ? AgeAnswer.For(day, key.Year, cycle.Classes.Select(offered => offered.ClassCode), names) : null;
        List<ClassGroup> groups = [];
        foreach (var group in cycle.Classes.GroupBy(offered => (offered.ProgrammeCode, offered.DepartmentCode)))
        {
            List<ClassSheet> classes = [];
            foreach (var offered in group.OrderBy(one => names.Order(one.ClassCode)))
            {
                classes.Add(await ClassAsync(key, cycle, offered, names, answer?.Of(offered.ClassCode), ct));
            }

            groups.Add(new ClassGroup($"{names.Of("programme", group.Key.ProgrammeCode)} · {names.Of("department", group.Key.DepartmentCode)}", await places.ClassesAsync(group.Select(one => one.ClassCode), ct), classes));
        }

        List<string> nearest = [];
        foreach (var fit in answer?.Nearest ?? [])
        {
            nearest.Add(await MissesAsync(fit, names, ct));
        }

        return new SchoolSheet(cycle, cycle.Year, groups, await places.ClassesAsync(answer?.FittingClasses ?? [], ct), answer?.Usual is { } usual ? names.Of("class", usual) : null, nearest);
    }

    private async Task<ClassSheet> ClassAsync(CycleKey key, CycleOnOffer cycle, ClassOnOffer offered, CycleNames names, AgeFit? fit, CancellationToken ct) => new(
        names.Of("class", offered.ClassCode),
        [.. offered.Seats.Select(seat => new SeatLine(names.Of("quota", seat.Quota), seat.Seats, seat.Free))],
        Formats.Rupees(offered.FeePaise),
        [.. names.Ages.GetValueOrDefault(offered.ClassCode, []).Select(rule => Age(rule, key.Year, names))],
        [.. offered.DocumentsAsked.Select(kind => names.Of("document", kind))],
        cycle.IsOpen ? Paths.ApplyFor(key.Branch, key.Institution, key.Year, offered.ProgrammeCode, offered.DepartmentCode, offered.ClassCode) : null,
        fit is null ? null : fit.Problem is null,
        fit?.Problem is null ? null : await MissesAsync(fit, names, ct));

    private async Task<string> MissesAsync(AgeFit fit, CycleNames names, CancellationToken ct)
    {
        var misses = await sayings.AgeAsync(fit.Problem!, ct);
        return fit.FitsAs.Count == 0 ? misses : words["AgeFitsAs", misses, string.Join(", ", fit.FitsAs.Select(category => names.Of("age_category", category)))];
    }

    private string Age(AgeRule rule, AcademicYear year, CycleNames names)
    {
        var cutoff = Formats.Date(rule.CutoffOf(year));
        var ages = rule.MaxYears is { } most
            ? family["AgeBetween", Formats.Number(rule.MinYears), Formats.Number(most), cutoff]
            : family["AgeFrom", Formats.Number(rule.MinYears), cutoff];
        var relaxed = rule.RelaxationDays > 0 ? words["AgeRelaxed", ages.Value, rule.RelaxationDays] : ages;
        return rule.Category == "all" ? relaxed : $"{names.Of("age_category", rule.Category)}: {relaxed}";
    }
}
