using Microsoft.AspNetCore.Components;
using Vise.Data.Codes;
using Vise.Domain.Codes;
using Vise.Domain.Users;
using Vise.Web.Codes.Setup;

namespace Vise.Web.Codes.Announcements;

/// <summary>What a branch announces to families.</summary>
public sealed partial class AnnouncementsPage(CodeQueries queries, AnnouncementDesk desk, SchoolClock clock)
{
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly List<string> _more = [];
    private Domain.Codes.Branch? _branch;
    private IReadOnlyList<Announcement> _rows = [];
    private Announcement? _opened;
    private DateOnly _today;
    private DateOnly _from;
    private DateOnly _to;

    /// <summary>The branch's six characters.</summary>
    [Parameter]
    public string Branch { get; set; } = "";

    protected override bool IsThere => _branch is not null;

    protected override uint CurrentVersion => _rows.FirstOrDefault(row => row.AnnouncementId == _opened?.AnnouncementId)?.Version ?? 0;

    private IReadOnlyList<string> Languages => [CodeRules.English, "hi", .. CodeRules.Languages.Skip(1).Where(language => _more.Contains(language) || _texts.ContainsKey(language))];

    protected override Task OnParametersSetAsync() => _branch?.BranchId.Value == Branch ? Task.CompletedTask : LookAsync();

    protected override Task ReadAsync() => LookAsync();

    private async Task LookAsync()
    {
        var actor = BranchId.TryParse(Branch, out var id) ? await Visitor.ActAsync(Duty.SetUpBranch, id, Gone) : null;
        _branch = actor is null ? null : await queries.BranchAsync(actor, id, Gone);
        if (actor is null || _branch is null)
        {
            Navigation.NotFound();
            return;
        }

        _rows = await desk.OfBranchAsync(actor, id, Gone);
        _today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(await clock.NowAsync(Gone), TimeZoneInfo.FindSystemTimeZoneById(_branch.TimeZone)).DateTime);
    }

    private string Text(string language) => _texts.GetValueOrDefault(language, "");

    private void More(ChangeEventArgs change)
    {
        if (change.Value is string { Length: > 0 } language)
        {
            _more.Add(language);
        }
    }

    private void OpenNewAsync() => Take("say", new SetupForm(), null, _today, _today.AddDays(7));

    private void OpenRow(Announcement row) => Take("say", new SetupForm { Version = row.Version }, row, row.FromDay, row.ToDay);

    private void Take(string panel, SetupForm form, Announcement? opened, DateOnly from, DateOnly to)
    {
        Open(panel, form);
        _texts.Clear();
        _more.Clear();
        (_opened, _from, _to) = (opened, from, to);
        foreach (var (language, text) in opened?.Texts ?? [])
        {
            _texts[language] = text;
        }
    }

    private Task SaveAsync()
    {
        if (_branch is not { BranchId: var id })
        {
            return Task.CompletedTask;
        }

        var (entry, opened, version) = (AnnouncementEntry.Of(_texts, _from, _to), _opened, Form.Version);
        return DoAsync(
            Duty.SetUpBranch, id,
            actor => opened is null ? desk.AddAsync(actor, id, entry, default) : desk.ChangeAsync(actor, id, opened.AnnouncementId, version, entry, default),
            Words[opened is null ? "Made" : "Saved"]);
    }

    private Task<bool> RetireAsync(Announcement row, bool retire) => DoAsync(
        Duty.SetUpBranch, row.BranchId, actor => desk.RetireAsync(actor, row.BranchId, row.AnnouncementId, row.Version, retire, default), Words[retire ? "RetiredNow" : "BroughtBack"]);
}
