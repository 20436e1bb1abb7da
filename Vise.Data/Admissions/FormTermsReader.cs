using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Vise.Data.Codes;
using Vise.Domain.Admissions;
using Vise.Domain.Codes;

namespace Vise.Data.Admissions;

/// <summary>The school, session and class that a form asks for.</summary>
public sealed record SchoolChoice(
    BranchId Branch, string InstitutionCode, AcademicYear Year, string ProgrammeCode, string DepartmentCode, string ClassCode)
{
    public static SchoolChoice Of(Application application) => new(
        application.BranchId, application.InstitutionCode, application.AcademicYear,
        application.ProgrammeCode, application.DepartmentCode, application.ClassCode);
}

/// <summary>Gathers what a form is checked against: from the cached codes, and the cycle's own questions as they stand.</summary>
public sealed class FormTermsReader(BranchDb branches, ReferenceCodes codes)
{
    // of each cached list once, however many fields are checked against it; gone with the list
    private static readonly ConditionalWeakTable<IReadOnlyList<Named>, HashSet<string>> CodesOf = [];

    private static readonly ConditionalWeakTable<IReadOnlyList<TaughtClass>, ILookup<(string Programme, string Department), TaughtClass>> ClassesOf = [];

    private static readonly string[] Lists = [.. AdmissionForm.Fields.Select(field => field.List).OfType<string>().Distinct(StringComparer.Ordinal)];

    /// <summary>The terms on a day where the branch is.</summary>
    public async Task<FormTerms> ForAsync(SchoolChoice choice, DateTimeOffset now, CancellationToken ct) =>
        With(await OfOwnFieldsAsync(choice, now, ct), await branches.ReadPublicAsync(db => Asked(db, choice).ToListAsync(ct), ct));

    /// <summary>The same, inside a transaction or a read that is open.</summary>
    internal async Task<FormTerms> ForAsync(ViseContext db, SchoolChoice choice, DateTimeOffset now, CancellationToken ct) =>
        With(await OfOwnFieldsAsync(choice, now, ct), await Asked(db, choice).ToListAsync(ct));

    /// <summary>The questions that the cycle asks now, of every class.</summary>
    internal static IQueryable<Question> Asked(ViseContext db, SchoolChoice choice) => db.Questions
        .Where(question => question.BranchId == choice.Branch && question.InstitutionCode == choice.InstitutionCode && question.AcademicYear == choice.Year && question.RetiredTime == null)
        .OrderBy(question => question.Position).ThenBy(question => question.Key);

    private static FormTerms With(FormTerms terms, List<Question> questions) =>
        terms with { Questions = [.. questions.Where(question => question.IsAskedFor(terms.ClassCode))] };

    /// <summary>The terms for a field that is no question of the cycle's: from the cache alone.</summary>
    public async Task<FormTerms> OfOwnFieldsAsync(SchoolChoice choice, DateTimeOffset now, CancellationToken ct)
    {
        var lists = new Dictionary<string, IReadOnlySet<string>>(Lists.Length, StringComparer.Ordinal);
        foreach (var list in Lists)
        {
            lists[list] = CodesOf.GetValue(await codes.TermsAsync(list, ct), terms => terms.Select(term => term.Code).ToHashSet(StringComparer.Ordinal));
        }

        var zone = await ZoneAsync(choice.Branch, ct);
        var taught = ClassesOf.GetValue(
            await codes.CurriculumAsync(choice.Branch, choice.InstitutionCode, ct), all => all.ToLookup(one => (one.ProgrammeCode, one.DepartmentCode)))[(choice.ProgrammeCode, choice.DepartmentCode)];
        var agesOfState = await codes.AgeRulesAsync(choice.Branch.State, ct);
        IReadOnlyCollection<string> media = [];
        var agesOfSchool = new Dictionary<string, AgeRule>(StringComparer.Ordinal);
        foreach (var one in taught)
        {
            if (one.ClassCode == choice.ClassCode)
            {
                media = one.Media;
            }
            else if (agesOfState.GetValueOrDefault(one.ClassCode) is [{ Category: "all" } rule, ..])
            {
                agesOfSchool[one.ClassCode] = rule;
            }
        }

        var ages = agesOfState.GetValueOrDefault(choice.ClassCode) ?? [];
        return new FormTerms(
            choice.Year,
            choice.ClassCode,
            Deadline.DayOf(now, zone),
            ages.FirstOrDefault(rule => rule.Category == "all"),
            list => lists[list],
            media)
        {
            IncomeCapPaise = await codes.IncomeCapAsync(choice.Branch.State, ct),
            AgesOfSchool = agesOfSchool,
            AgeByCategory = ages.ToDictionary(rule => rule.Category, StringComparer.Ordinal),
        };
    }

    /// <summary>Every question that the cycle of an application asks or once asked, for reading answers.</summary>
    public Task<List<Question>> QuestionsAsync(ApplicationId id, CancellationToken ct) => branches.ReadPublicAsync(db => AllOf(db, id).ToListAsync(ct), ct);

    internal static IQueryable<Question> AllOf(ViseContext db, ApplicationId id)
    {
        var year = AcademicYear.StartingIn(2000 + int.Parse(id.Value.AsSpan(8, 2), CultureInfo.InvariantCulture));
        return db.Questions.Where(question => question.BranchId == id.Branch && question.InstitutionCode == id.Institution && question.AcademicYear == year)
            .OrderBy(question => question.Position).ThenBy(question => question.Key);
    }

    /// <summary>The time zone in which the branch's days end.</summary>
    public async Task<TimeZoneInfo> ZoneAsync(BranchId branch, CancellationToken ct) =>
        (await codes.BranchAsync(branch, ct))?.Zone ?? TimeZoneInfo.FindSystemTimeZoneById("Asia/Kolkata");
}
