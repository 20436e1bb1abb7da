using System.Globalization;
using Microsoft.Extensions.Localization;
using Vise.Data.Codes;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Web.Shell;

namespace Vise.Web.Admissions;

/// <summary>Says problems and refusals in words, for pages and API alike, in the language of the request.</summary>
public sealed class Sayings(IStringLocalizer<AdmissionsWords> words, IStringLocalizer<ShellWords> shell, ReferenceCodes codes)
{
    /// <summary>The short name of a field, by its path.</summary>
    public string Field(string path) => words["Field." + path] is { ResourceNotFound: false } known ? known : path;

    /// <summary>What is wrong with a field and what to do.</summary>
    public async Task<string> OfAsync(FieldProblem problem, CancellationToken ct)
    {
        var arguments = new List<object>();
        foreach (var argument in problem.Arguments)
        {
            arguments.Add(argument switch
            {
                DateOnly date => Formats.Date(date),
                string code when problem.Code == "Document" => await NameAsync("document", code, ct),
                string code => await NameAsync("class", code, ct),
                _ => argument,
            });
        }

        return words["Problem." + problem.Code, [.. arguments]];
    }

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

    /// <summary>A refusal in one sentence.</summary>
    public async Task<string> OfAsync(Refusal refusal, CancellationToken ct) => refusal switch
    {
        NoSuchStep step => Say(refusal, Status(step.From), Status(step.To)),
        FormIncomplete form => Mending(form.Problems.Count),
        DocumentUnverified document => Say(refusal, await NameAsync("document", document.Kind, ct)),
        DocumentRefused document => words[$"Refusal.DocumentRefused.{document.Why}"],
        OfferLapsed offer => Say(refusal, Formats.DateAndTime(offer.Deadline)),
        FeesUnpaid fees => Say(refusal, Formats.Rupees(fees.RestPaise)),
        AmountInvalid amount => Say(refusal, Formats.Rupees(amount.RestPaise)),
        EditedByAnother { Mine: var mine } same when mine == same.Theirs => words["Refusal.DoneByAnother"],
        EditedByAnother edited => Say(refusal, StatusOrText(edited.Mine), StatusOrText(edited.Theirs)),
        _ => words["Refusal." + refusal.Code],
    };

    /// <summary>How many answers need mending.</summary>
    public string Mending(int answers) => words["Refusal.FormIncomplete", answers];

    /// <summary>The name of a code in the request's language; the code itself when the list doesn't hold it.</summary>
    public async Task<string> NameAsync(string list, string? code, CancellationToken ct) =>
        (await codes.TermsAsync(list, ct)).FirstOrDefault(term => term.Code == code)?.In(CultureInfo.CurrentUICulture.Name) ?? code ?? "";

    /// <summary>The word of a status.</summary>
    public string Status(ApplicationStatus status) => shell[Statuses.Of(status).WordKey];

    private string Say(Refusal refusal, params object[] arguments) => words["Refusal." + refusal.Code, arguments];

    private string StatusOrText(string text) => StatusNames.TryParse(text, out var status) ? Status(status) : text;
}
