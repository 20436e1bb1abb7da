using System.Globalization;
using Microsoft.Extensions.Localization;
using Vise.Data.Admissions;
using Vise.Data.Codes;
using Vise.Data.Users;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Codes;
using Vise.Web.Shell;

namespace Vise.Web.Admissions;

/// <summary>Says problems and refusals in words, for pages and API alike, in the language of the request.</summary>
public sealed class Sayings(IStringLocalizer<AdmissionsWords> words, IStringLocalizer<ShellWords> shell, ReferenceCodes codes)
{
    /// <summary>Past so many days an age is said in years and months.</summary>
    private const int MostDays = 60;

    private const string DocumentPrefix = "documents.";

    /// <summary>The short name of a field of the form, by its path; a cycle's own question by its words, where they are given.</summary>
    public string Field(string path, IReadOnlyList<Question>? questions = null) =>
        words["Field." + path] is { ResourceNotFound: false } known ? known
        : path.StartsWith("siblings.", StringComparison.Ordinal) && path.Split('.') is [var whose, [var number], var what] ? words[$"Field.{whose}.{what}", number - '0' + 1]
        : !path.StartsWith(Question.Prefix, StringComparison.Ordinal) ? path
        : questions?.FirstOrDefault(question => question.Path == path)?.LabelIn(CultureInfo.CurrentUICulture.Name) ?? words["Field.questions"];

    /// <summary>The same for whatever may be asked or remarked on, documents too: theirs are the names that the list <c>document</c> has.</summary>
    public async ValueTask<string> FieldAsync(string path, IReadOnlyList<Question>? questions, CancellationToken ct) =>
        path.StartsWith(DocumentPrefix, StringComparison.Ordinal) ? await NameAsync("document", path[DocumentPrefix.Length..], ct) : Field(path, questions);

    /// <summary>What is wrong with a field behind its name; a question brings its own mark.</summary>
    public string Named(string path, string message, IReadOnlyList<Question>? questions) => Behind(Field(path, questions), message);

    /// <summary>The same in two: whose it is, for a heading over several (null where it stands alone), and the name under that heading.</summary>
    public (string? Group, string Name) FieldInGroup(string path)
    {
        var name = Field(path);
        var colon = name.IndexOf(": ", StringComparison.Ordinal);
        return colon < 0 ? (null, name) : (name[..colon], char.ToUpper(name[colon + 2], CultureInfo.CurrentUICulture) + name[(colon + 3)..]);
    }

    /// <summary>What is wrong with a field and what to do.</summary>
    public async Task<string> OfAsync(FieldProblem problem, CancellationToken ct) =>
        problem.Code == "Required" ? Needed(problem) : words["Problem." + problem.Code + Fitting(problem), await ArgumentsAsync(problem, ct)];

    /// <summary>What is worth saying beside an answer that is taken.</summary>
    public async Task<string> OfAsync(FieldNote note, CancellationToken ct) =>
        words["Note." + note.Code, await ArgumentsAsync(new FieldProblem(note.Path, note.Code, note.Arguments), ct)];

    /// <summary>By how much a child is too young or too old for a class, without what to do about it.</summary>
    public async Task<string> AgeAsync(FieldProblem problem, CancellationToken ct) => words["Age." + problem.Code, await ArgumentsAsync(problem, ct)];

    /// <summary>Every problem with its words, by field, in the form's order.</summary>
    public async Task<IReadOnlyList<(string Path, string Message)>> OfAsync(IEnumerable<FieldProblem> problems, CancellationToken ct)
    {
        List<(string, string)> said = [];
        foreach (var problem in problems)
        {
            said.Add((problem.Path, await OfAsync(problem, ct)));
        }

        return said;
    }

    /// <summary>The same, each behind the name of what it is about.</summary>
    public async Task<IReadOnlyList<(string Path, string Message)>> NamedAsync(IEnumerable<FieldProblem> problems, IReadOnlyList<Question>? questions, CancellationToken ct)
    {
        List<(string, string)> said = [];
        foreach (var (path, message) in await OfAsync(problems, ct))
        {
            said.Add((path, Behind(await FieldAsync(path, questions, ct), message)));
        }

        return said;
    }

    /// <summary>A refusal in one sentence.</summary>
    public async Task<string> OfAsync(Refusal refusal, CancellationToken ct) => refusal switch
    {
        NoSuchStep step => Say(refusal, Status(step.From), Status(step.To)),
        FormIncomplete form => Mending(form.Problems.Count),
        DocumentUnverified document => Say(refusal, await NameAsync("document", document.Kind, ct)),
        DocumentUnusable document => Say(refusal, await NameAsync("document", document.Kind, ct)),
        EnquiryRefused enquiry => words[$"Refusal.EnquiryRefused.{enquiry.Why}", enquiry.Most],
        AmendmentRefused amendment => words[$"Refusal.AmendmentRefused.{amendment.Why}", amendment.Most],
        DocumentRefused { Why: "TooManyPixels" } picture => words[$"Refusal.DocumentRefused.{picture.Why}", Document.MostPixels / 1_000_000, Formats.Number(Document.LongestSide)],
        DocumentRefused document => words[$"Refusal.DocumentRefused.{document.Why}"],
        OfferLapsed offer => Say(refusal, Formats.DateAndTime(offer.Deadline)),
        CorrectionLapsed correction => Say(refusal, Formats.DateAndTime(correction.Deadline)),
        FeesUnpaid fees => Say(refusal, Formats.Rupees(fees.RestPaise)),
        AmountInvalid { RestPaise: <= 0 } => words["Refusal.NothingDue"],
        AmountInvalid amount => Say(refusal, Formats.Rupees(amount.RestPaise)),
        EditedByAnother { Mine: var mine } same when mine == same.Theirs => words["Refusal.DoneByAnother"],
        EditedByAnother edited => Say(refusal, StatusOrText(edited.Mine), StatusOrText(edited.Theirs)),
        _ => words["Refusal." + refusal.Code],
    };

    /// <summary>Why a document can't be used, in words (<see cref="DocumentFault.All"/>).</summary>
    public string Fault(string why) => words["Fault." + why];

    /// <summary>A step's reason as it is shown: what somebody wrote as it is, what the system gives in the reader's language.</summary>
    public string? Reason(string? reason) => reason == Application.NoSeatByTheEnd ? words["Reason.NoSeatByTheEnd"] : reason;

    /// <summary>Who took a step, as it is shown: a guest by the word for one, everybody else by name.</summary>
    public string Person(string name) => name == PeopleDesk.GuestName ? words["Guest"] : name;

    /// <summary>How many answers need mending.</summary>
    public string Mending(int answers) => words[answers == 1 ? "Refusal.FormIncomplete.One" : "Refusal.FormIncomplete", answers];

    /// <summary>A refusal as it is said to a family: what happened and what can't be done, without the names of statuses.</summary>
    public async Task<string> ToFamilyAsync(Refusal refusal, CancellationToken ct) => refusal switch
    {
        NoSuchStep step when words[$"Plain.Not.{step.To}"] is { ResourceNotFound: false } not => words["Plain.NoSuchStep", words[$"Plain.At.{step.From}"].Value, not.Value],
        OfferLapsed offer => words["Refusal.OfferLapsed.Family", Formats.DateAndTime(offer.Deadline)],
        CorrectionLapsed correction => words["Refusal.CorrectionLapsed.Family", Formats.DateAndTime(correction.Deadline)],
        _ => await OfAsync(refusal, ct),
    };

    /// <summary>The name of a code in the request's language; the code itself when the list doesn't hold it.</summary>
    public async Task<string> NameAsync(string list, string? code, CancellationToken ct) =>
        (await codes.TermsAsync(list, ct)).FirstOrDefault(term => term.Code == code)?.In(CultureInfo.CurrentUICulture.Name) ?? code ?? "";

    /// <summary>The word of a status.</summary>
    public string Status(ApplicationStatus status) => shell[Statuses.Of(status).WordKey];

    /// <summary>The same to a family, whose form that was sent back is no mere draft.</summary>
    public string Status(FamilyCard card) => card.IsReturned ? shell[Statuses.Returned.WordKey] : Status(card.Status);

    private static string Behind(string name, string message) => name.EndsWith('?') ? $"{name} {message}" : $"{name}: {message}";

    // what to do, by the field itself, the end of its name, or its kind
    private string Needed(FieldProblem problem)
    {
        var path = problem.Path;
        var kind = (AdmissionForm.Find(path)?.Kind ?? problem.Arguments.OfType<FieldKind?>().FirstOrDefault())?.ToString();
        return ((string?[])[path, path.Split('.')[^1], kind]).Select(name => words["Required." + name]).FirstOrDefault(said => !said.ResourceNotFound)
            ?? words["Problem.Required"];
    }

    private async Task<object[]> ArgumentsAsync(FieldProblem problem, CancellationToken ct)
    {
        var arguments = new List<object>();
        foreach (var argument in problem.Arguments)
        {
            arguments.Add(argument switch
            {
                DateOnly date => Formats.Date(date),
                int days when problem.Code is "TooYoung" or "TooOld" or "TooYoungYet" or "TooOldYet" => Span(days, problem.Arguments.OfType<DateOnly>().First()),
                long paise => Formats.Rupees(paise),
                ChildAge age => Age(age),
                IReadOnlyList<string> fitting => string.Join(", ", (await codes.TermsAsync("class", ct)).Where(term => fitting.Contains(term.Code)).Select(term => term.In(CultureInfo.CurrentUICulture.Name))),
                string code when problem.Code == "Document" => await NameAsync("document", code, ct),
                string code when problem.Code != "Session" => await NameAsync("class", code, ct),
                _ => argument,
            });
        }

        return [.. arguments];
    }

    // where the school has a class for a child of that age, it is named
    private static string Fitting(FieldProblem problem) => problem.Arguments.OfType<IReadOnlyList<string>>().Any(fitting => fitting.Count > 0) ? ".Fits" : "";

    private string Age(ChildAge age)
    {
        string[] parts = [.. new[] { ("Year", age.Years), ("Month", age.Months), ("Day", age.Days) }.Where(part => part.Item2 > 0).Select(part => Counted(part.Item1, part.Item2))];
        return parts switch
        {
            [] => Counted("Day", 0),
            [var one] => one,
            [var one, var two] => words["Span.And", one, two],
            _ => words["Span.Three", parts],
        };
    }

    // days as far as they can be grasped, then whole years and months from the day they are counted on
    private string Span(int days, DateOnly from)
    {
        if (days <= MostDays)
        {
            return Counted("Day", days);
        }

        var to = from.AddDays(days);
        var months = ((to.Year - from.Year) * 12) + to.Month - from.Month;
        months -= from.AddMonths(months) > to ? 1 : 0;
        var (years, rest) = (months / 12, months % 12);
        return years == 0 ? Counted("Month", rest)
            : rest == 0 ? Counted("Year", years)
            : words["Span.And", Counted("Year", years), Counted("Month", rest)];
    }

    private string Counted(string unit, int number) => words[$"Span.{unit}{(number == 1 ? "" : "s")}", number];

    private string Say(Refusal refusal, params object[] arguments) => words["Refusal." + refusal.Code, arguments];

    private string StatusOrText(string text) => StatusNames.TryParse(text, out var status) ? Status(status) : text;
}
