using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Vise.Data.Admissions;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Users;
using Vise.Web.Access;
using Vise.Web.Shell;
using Vise.Web.Shell.Errors;

namespace Vise.Web.Admissions.Desk;

/// <summary>What the family of an application asks, and the branch's answers. It answers and reads anew by itself; the record around it stays as it is.</summary>
public sealed partial class EnquiryPart
{
    /// <summary>What answers the first open question.</summary>
    public const string AnswerKey = "q";

    // what was begun lives as long as the record is on the screen: closing loses nothing
    private readonly Dictionary<Guid, string> _typed = [];
    private IReadOnlyList<EnquiryRow>? _given;
    private IReadOnlyList<EnquiryRow> _rows = [];
    private Guid? _open;
    private string? _notice;
    private string? _refused;
    private bool _busy;

    [Parameter, EditorRequired]
    public ApplicationId Id { get; set; }

    /// <summary>As the record was opened, oldest first.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<EnquiryRow> Rows { get; set; } = [];

    [Parameter, EditorRequired]
    public TimeZoneInfo Zone { get; set; } = Formats.India;

    /// <summary>Not on an application of the reader's own.</summary>
    [Parameter]
    public bool MayAnswer { get; set; }

    [Inject]
    private Visitor Visitor { get; set; } = default!;

    [Inject]
    private EnquiryDesk Enquiries { get; set; } = default!;

    [Inject]
    private Sayings Sayings { get; set; } = default!;

    [Inject]
    private IStringLocalizer<ShellWords> Shell { get; set; } = default!;

    private string Text
    {
        get => _open is { } enquiry ? _typed.GetValueOrDefault(enquiry, "") : "";
        set => _typed[_open ?? Guid.Empty] = value;
    }

    protected override void OnParametersSet()
    {
        if (!ReferenceEquals(_given, Rows))
        {
            _given = _rows = Rows;
        }
    }

    private string? KeyOf(EnquiryRow row) => row.Id == _rows.FirstOrDefault(other => other.IsOpen)?.Id ? AnswerKey : null;

    private void Open(Guid enquiry) => (_open, _notice, _refused) = (enquiry, null, null);

    private void Close() => (_open, _refused) = (null, null);

    private async Task AnswerAsync()
    {
        // a second click finds the first one at work
        if (_busy || _open is not { } enquiry)
        {
            return;
        }

        (_busy, _notice, _refused) = (true, null, null);
        try
        {
            var asked = await Visitor.AskAsync(Duty.ReviewApplications, Id, default);
            var refusal = asked.Actor is { } actor ? await Enquiries.AnswerAsync(actor, Id, enquiry, Text, default)
                : asked.Answer is Access.Answer.Forbidden ? new Domain.Forbidden() : new GrantEnded();
            if (refusal is null)
            {
                (_notice, _open) = (Words["Answered"], null);
                _typed.Remove(enquiry);
            }
            else
            {
                _refused = await Sayings.OfAsync(refusal, default);
            }

            if (refusal is null or EditedByAnother or Collided && asked.Actor is { } reader)
            {
                _rows = await Enquiries.OfAsync(reader, Id, Gone);
            }
        }
        catch (Exception e) when (Outage.IsDatabase(e))
        {
            _refused = Shell["OutageText"];
        }
        finally
        {
            _busy = false;
        }
    }
}
