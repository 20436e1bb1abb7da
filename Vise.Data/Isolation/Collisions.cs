using Microsoft.EntityFrameworkCore.ChangeTracking;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Codes;

namespace Vise.Data.Isolation;

/// <summary>What two who changed the same row are told: both versions, where there are two.</summary>
internal static class Collisions
{
    public static async Task<Refusal> OfAsync(EntityEntry mine, CancellationToken ct)
    {
        var theirs = await mine.GetDatabaseValuesAsync(ct);
        return mine.Entity switch
        {
            // nothing but the row's version moved: the two did not decide differently, they met
            Application when !mine.Property(nameof(Application.Status)).IsModified => new Collided(),
            Application application => new EditedByAnother(
                StatusNames.Of(application.Status),
                theirs is null ? "" : StatusNames.Of(theirs.GetValue<ApplicationStatus>(nameof(Application.Status)))),
            DraftField field => new EditedByAnother(
                field.Value ?? "", theirs?.GetValue<string?>(nameof(DraftField.Value)) ?? "", theirs?.GetValue<int>(nameof(DraftField.Revision)) ?? 0),
            KeptName kept => new EditedByAnother(kept.Name, theirs?.GetValue<string>(nameof(KeptName.Name)) ?? ""),
            _ => new Collided(),
        };
    }
}
