using Microsoft.EntityFrameworkCore;
using Vise.Data.Secrets;
using Vise.Domain.Admissions;
using Vise.Domain.Users;

namespace Vise.Data.Admissions;

/// <summary>Keeps what a form holds once it is handed in, in place of what an earlier hand-in left.</summary>
internal static class HandedIn
{
    public static async Task KeepAsync(ViseContext db, FieldSeal seal, Application application, FilledForm form, CancellationToken ct)
    {
        var id = application.ApplicationId;
        var child = await db.Applicants.AsTracking().SingleOrDefaultAsync(known => known.BranchId == id.Branch && known.ApplicationId == id, ct);
        if (child is null)
        {
            child = Applicant.Of(id);
            db.Add(child);
        }

        child.Fill(form, seal.SealForm(id, form), db.Now);
        await db.Corrections.Where(correction => correction.BranchId == id.Branch && correction.ApplicationId == id).ExecuteDeleteAsync(ct);
        await KeepRowsAsync(db, application, form, _ => true, ct);
    }

    /// <summary>Keeps what an amendment changed, and leaves the rest as it was handed in.</summary>
    public static async Task AmendAsync(ViseContext db, FieldSeal seal, Application application, FilledForm form, IReadOnlyCollection<string> paths, CancellationToken ct)
    {
        bool Amended(string beginning) => paths.Any(path => path.StartsWith(beginning, StringComparison.Ordinal));
        var id = application.ApplicationId;
        var child = await db.Applicants.AsTracking().SingleAsync(known => known.BranchId == id.Branch && known.ApplicationId == id, ct);
        child.Amend(form, seal.SealForm(id, form), Amended);
        await KeepRowsAsync(db, application, form, Amended, ct);
    }

    private static async Task KeepRowsAsync(ViseContext db, Application application, FilledForm form, Func<string, bool> changed, CancellationToken ct)
    {
        var id = application.ApplicationId;
        if (changed("parents."))
        {
            await db.Guardians.Where(parent => parent.BranchId == id.Branch && parent.ApplicationId == id).ExecuteDeleteAsync(ct);
            db.AddRange(form.Parents.Select((parent, place) => Guardian.Of(id, place + 1, parent)));
        }

        if (changed("siblings."))
        {
            await db.Siblings.Where(sibling => sibling.BranchId == id.Branch && sibling.ApplicationId == id).ExecuteDeleteAsync(ct);
            db.AddRange(form.Siblings.Select((sibling, place) => Sibling.Of(id, place + 1, sibling)));
        }

        if (changed("schooling."))
        {
            await db.EarlierSchools.Where(school => school.BranchId == id.Branch && school.ApplicationId == id).ExecuteDeleteAsync(ct);
            db.AddRange(form.Schooling is { } school ? [EarlierSchool.Of(id, school)] : []);
        }

        if (changed(Question.Prefix))
        {
            await db.Answers.Where(answer => answer.BranchId == id.Branch && answer.ApplicationId == id).ExecuteDeleteAsync(ct);
            db.AddRange(form.Answers.Select(answer => Answer.Of(application, answer.Key, answer.Value)));
        }

        if (changed("child.name") || changed("parents."))
        {
            await db.SearchKeys.Where(key => key.BranchId == id.Branch && key.ApplicationId == id).ExecuteDeleteAsync(ct);
            db.AddRange(Keys(form).Distinct(StringComparer.Ordinal).Select(key => SearchKey.Of(id, key)));
        }
    }

    private static IEnumerable<string> Keys(FilledForm form) => form.Parents.SelectMany(parent => Typed.Keys(parent.Name))
        .Concat(Typed.Keys(form.Child.Name))
        .Concat(form.Child.NameInScript is { } script ? Typed.Keys(script) : [])
        .Concat(form.Parents.Select(parent => parent.Mobile?[3..]).OfType<string>());
}
