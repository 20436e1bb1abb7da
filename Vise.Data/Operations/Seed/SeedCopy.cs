using System.Globalization;
using Npgsql;
using Vise.Domain.Admissions;
using Vise.Domain.Codes;
using Vise.Domain.Finance;

namespace Vise.Data.Operations.Seed;

/// <summary>Brings branches into the staging tables of a slot by binary COPY.</summary>
internal sealed class SeedCopy(SeedPlan plan, NpgsqlConnection connection, int slot)
{
    public async Task RunAsync(IReadOnlyList<MadeBranch> branches, CancellationToken ct)
    {
        string[] tables = ["branch", "school", "class", "account", "seat", "event", "form"];
        await using (var empty = new NpgsqlCommand("truncate " + string.Join(", ", tables.Select(table => $"seed.{table}_{slot}")), connection))
        {
            await empty.ExecuteNonQueryAsync(ct);
        }

        await CopyAsync("branch", branches.Select(branch => (branch, branch)), (row, _, branch) =>
            row.Text(branch.Id.Value).Text(branch.Id.State).Text(branch.Id.District).Text(branch.Id.Branch).Text(branch.Name).Json(branch.Hindi).Number(branch.Forms.Count), ct);
        await CopyAsync("school", Each(branches, branch => branch.Schools), (row, branch, school) =>
            row.Text(branch.Id.Value).Text(school.Code).Text(school.Name).Json(school.Hindi).Text(school.Locality).Text(school.Pin).Text(school.Udise), ct);
        await CopyAsync("class", Each(branches, branch => branch.Schools.SelectMany(school => school.Classes.Select(taught => (school, taught)))), (row, branch, both) =>
            row.Text(branch.Id.Value).Text(both.school.Code).Text(both.taught.Programme).Text(both.taught.Department).Text(both.taught.Code).Texts(both.school.Media).Long(both.taught.FeePaise), ct);
        await CopyAsync("account", Each(branches, branch => branch.Accounts), (row, _, account) =>
            row.Uuid(account.Id).Text(account.Subject).Text(account.Name).Text(account.Language).Text(account.Role).Text(account.Scope), ct);
        await CopyAsync("seat", Each(branches, branch => branch.Seats), (row, branch, seat) =>
            row.Text(branch.Id.Value).Text(seat.School).Text(plan.Sessions[seat.Session].Year.ToString()).Text(seat.Class.Programme).Text(seat.Class.Department).Text(seat.Class.Code)
                .Text(seat.Quota).Number(seat.Number).Text(seat.Holder), ct);
        await CopyAsync("event", Each(branches, branch => branch.Forms.SelectMany(form => form.Events.Select(happened => (form, happened)))), (row, branch, both) =>
            row.Text(branch.Id.Value).Text(both.form.Id).Time(both.happened.Time).Uuid(both.happened.Account).Text(both.happened.Role).Text(both.happened.Name)
                .Text(both.happened.From is { } from ? StatusNames.Of(from) : null).Text(StatusNames.Of(both.happened.To)).Text(both.happened.Reason), ct);
        await CopyAsync("form", Each(branches, branch => branch.Forms), Form, ct);
    }

    private void Form(SeedRow row, MadeBranch branch, MadeForm form)
    {
        var (child, family, taught) = (form.Child, form.Family, form.Class);
        var random = SeedRandom.Of(plan.Order.Number, 22, form.Which);
        row.Uuid(form.RowId).Text(branch.Id.Value).Text(form.Id).Text(form.EnrollmentId).Text(StatusNames.Of(form.Status))
            .Text(branch.Id.State).Text(branch.Id.District).Text(branch.Id.Branch).Text(form.School).Text(form.Session.Year.ToString()).Text(taught.Programme).Text(taught.Department).Text(taught.Code)
            .Uuid(family.Account?.Id).Text(child.Name).Time(form.Created).Time(form.Updated).Time(form.Submitted).Time(form.Reviewed).Text(form.Reviewer)
            .Time(form.DraftExpires).Time(form.CorrectionDue).Time(form.ExpiryChecked ?? form.Created).Yes(form.ExpiryChecked is not null)
            .Time(form.OfferIssued).Time(form.OfferExpires).Time(form.OfferAnswered).Time(form.FeesDue).Time(form.FeesPaid).Time(form.Enrolled)
            .Text(child.Script).Day(child.Born).Text(child.Gender).Text(family.Tongue).Text(family.SocialCategory).Text(form.Medium).Text(form.Quota)
            .Text(family.Street).Text(branch.Plan.District.Name).Text(family.Pin).Time(form.Saved).Uuid(form.Events[0].Account).Small(form.Filled);
        row.Text(family.First.Name).Text(family.First.Relation).Text(family.First.Mobile).Text(family.First.Occupation)
            .Text(family.Second?.Name).Text(family.Second?.Relation).Text(family.Second?.Mobile).Text(family.Second?.Occupation).Texts(KeysOf(form));
        row.Text(form.Submitted is null ? null : form.Sibling?.Child.Name).Text(form.Sibling?.Class.Code).Text(form.Sibling?.EnrollmentId);
        Former(row, form, ref random);
        row.Uuid(random.Uuid()).Time(form.Verified).Text(form.Verifier);
        var method = random.Of(Payment.Methods.ToArray());
        var reference = method is "upi" or "cheque" ? random.Below(1_000_000_000).ToString("000000000", CultureInfo.InvariantCulture) : null;
        row.Long(taught.FeePaise).Text(form.Payee is null ? null : method).Text(form.Payee is null ? null : reference).Uuid(form.Payee?.Id).Text(form.Payee?.Name)
            .Text(form.CorrectionDue is null ? null : "Please write the name as on the birth certificate.");
    }

    // whoever seeks class 2 or above was at a school before
    private static void Former(SeedRow row, MadeForm form, ref SeedRandom random)
    {
        var (marks, certificate) = (random.Between(45, 98), random.Below(1_000_000));
        if (form.Submitted is null || !int.TryParse(form.Class.Code, NumberStyles.None, CultureInfo.InvariantCulture, out var sought) || sought < 2)
        {
            row.Text(null).Text(null).Text(null).Small(null).Text(null);
            return;
        }

        var before = AcademicYear.StartingIn(form.Session.Year.Start - 1);
        row.Text(SeedNames.Read.Schools[marks % SeedNames.Read.Schools.Length].English).Text((sought - 1).ToString("00", CultureInfo.InvariantCulture)).Text(before.ToString())
            .Small((short)marks).Text(string.Create(CultureInfo.InvariantCulture, $"TC/{before.Start}/{certificate:000000}"));
    }

    private static string[] KeysOf(MadeForm form)
    {
        MadeParent?[] parents = [form.Family.First, form.Family.Second];
        var mobiles = parents.Select(parent => parent?.Mobile?[3..]).OfType<string>();
        return [.. form.Child.Keys.Concat(parents.OfType<MadeParent>().SelectMany(parent => parent.Keys)).Concat(mobiles).Distinct(StringComparer.Ordinal)];
    }

    private async Task CopyAsync<T>(string table, IEnumerable<(MadeBranch Branch, T Item)> items, Action<SeedRow, MadeBranch, T> write, CancellationToken ct)
    {
        await using var copy = await connection.BeginBinaryImportAsync($"copy seed.{table}_{slot} from stdin (format binary)", ct);
        // staging a piece takes as long as it takes
        copy.Timeout = TimeSpan.Zero;
        var row = new SeedRow(copy);
        foreach (var (branch, item) in items)
        {
            copy.StartRow();
            write(row, branch, item);
        }

        await copy.CompleteAsync(ct);
    }

    private static IEnumerable<(MadeBranch, T)> Each<T>(IReadOnlyList<MadeBranch> branches, Func<MadeBranch, IEnumerable<T>> items) =>
        branches.SelectMany(branch => items(branch).Select(item => (branch, item)));
}
