using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.Extensions.Localization;
using Vise.Data.Admissions;
using Vise.Domain.Admissions;
using Vise.Domain.Users;
using Vise.Web.Admissions;
using Vise.Web.Admissions.Family;
using Vise.Web.Shell;

namespace Vise.Web.Users.Data;

/// <summary>The page by which a family reads its archive, in the language of the request. It stands alone: no script, no address of ours.</summary>
public sealed class ExportIndex(
    IStringLocalizer<DataWords> words, FamilyQueries queries, AnswerWords answers, ChoiceWords choices, Sayings sayings, TimeProvider clock)
{
    private const string Style = "body{font-family:sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem;line-height:1.5}table{border-collapse:collapse;width:100%}"
        + "th,td{text-align:left;vertical-align:top;border-bottom:1px solid #ccc;padding:.3rem .5rem .3rem 0}th{font-weight:normal;width:45%}";

    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public async Task<string> OfAsync(Actor actor, OwnAccountData account, IReadOnlyList<OwnRecord> applications, CancellationToken ct)
    {
        var page = new StringBuilder("<!DOCTYPE html>\n<html lang=\"").Append(CultureInfo.CurrentUICulture.Name)
            .Append("\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>").Append(Safe(words["IndexTitle"]))
            .Append("</title><style>").Append(Style).Append("</style></head><body>\n");
        Line(page, "h1", words["IndexTitle"]);
        Line(page, "p", words["IndexLead", Formats.DateAndTime(clock.GetUtcNow())]);
        Table(page, [
            (words["IndexName"], account.Name), (words["IndexMobile"], account.Mobile ?? "–"), (words["IndexEmail"], account.Email ?? "–"),
            (words["IndexSince"], Formats.Date(account.CreatedTime))]);
        Link(page, "account.json", words["IndexJson"]);
        foreach (var application in applications)
        {
            await AddAsync(page, actor, application, ct);
        }

        var gone = account.Applications.Except(applications.Select(application => application.ApplicationId), StringComparer.Ordinal).ToList();
        if (gone.Count > 0)
        {
            Line(page, "p", words["IndexGone", string.Join(", ", gone)]);
        }

        if (account.SharedWithYou.Count > 0)
        {
            Line(page, "h2", words["IndexShared"]);
            Line(page, "p", words["IndexSharedText", string.Join(", ", account.SharedWithYou.Select(shared => shared.ApplicationId))]);
        }

        Line(page, "p", words["IndexNotHere"]);
        return page.Append("</body></html>\n").ToString();
    }

    private async Task AddAsync(StringBuilder page, Actor actor, OwnRecord application, CancellationToken ct)
    {
        var id = ApplicationId.Parse(application.ApplicationId);
        Line(page, "h2", application.ChildName.Length > 0 ? application.ChildName : application.ApplicationId);
        if ((await queries.DraftAsync(actor, id, ct)).Value is { } draft)
        {
            var names = await choices.OfAsync(draft.Card.Choice, ct);
            Table(page, [
                (words["IndexSchool"], $"{names.School}, {names.Branch} · {names.Class}"), (words["IndexNumber"], application.ApplicationId), (words["IndexStatus"], sayings.Status(draft.Card))]);
            var fields = draft.Fields.ToDictionary(field => field.Key, field => field.Value.Value, StringComparer.Ordinal);
            foreach (var section in await answers.SectionsAsync(fields, null, draft.Terms, ct))
            {
                Line(page, "h3", section.Title);
                Table(page, section.Rows.Select(row => (row.Name, row.Text)));
            }
        }

        if (application.Documents.Count > 0)
        {
            Line(page, "h3", words["IndexDocuments"]);
            foreach (var document in application.Documents)
            {
                if (document.File is { } file)
                {
                    Link(page, file, document.FileName);
                }
                else
                {
                    Line(page, "p", words["IndexMissing", document.FileName]);
                }
            }
        }

        Line(page, "p", words["IndexWhole"]);
        Link(page, $"{id}/application.json", words["IndexJson"]);
    }

    private static void Table(StringBuilder page, IEnumerable<(string Name, string Text)> rows)
    {
        page.Append("<table>");
        foreach (var (name, text) in rows)
        {
            page.Append("<tr><th scope=\"row\">").Append(Safe(name)).Append("</th><td>").Append(Safe(text)).Append("</td></tr>\n");
        }

        page.Append("</table>\n");
    }

    private static void Line(StringBuilder page, string tag, string text) => page.Append('<').Append(tag).Append('>').Append(Safe(text)).Append("</").Append(tag).Append(">\n");

    private static void Link(StringBuilder page, string file, string text) =>
        page.Append("<p><a href=\"").Append(Safe(file)).Append("\">").Append(Safe(text)).Append("</a></p>\n");

    private static string Safe(string text) => Encoder.Encode(text);
}
