using Microsoft.AspNetCore.Components;
using Vise.Data.Admissions;
using Vise.Domain.Users;

namespace Vise.Web.Admissions.Desk;

/// <summary>What the family of an application asks, and the branch's answers. It answers and reads anew by itself; the record around it stays as it is.</summary>
public sealed partial class EnquiryPart(EnquiryDesk desk) : AskedPart
{
    /// <summary>What answers the first open question.</summary>
    public const string AnswerKey = "q";

    // what was begun lives as long as the record is on the screen: closing loses nothing
    private readonly Dictionary<Guid, string> _typed = [];
    private IReadOnlyList<EnquiryRow>? _given;
    private IReadOnlyList<EnquiryRow> _rows = [];
    private Guid? _open;

    /// <summary>As the record was opened, oldest first.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<EnquiryRow> Rows { get; set; } = [];

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

    protected override async Task ReadAsync(Actor reader) => _rows = await desk.OfAsync(reader, Id, Gone);

    private string? KeyOf(EnquiryRow row) => row.Id == _rows.FirstOrDefault(other => other.IsOpen)?.Id ? AnswerKey : null;

    private void Open(Guid enquiry)
    {
        _open = enquiry;
        Quiet();
    }

    private void Close()
    {
        _open = null;
        Quiet();
    }

    private async Task AnswerAsync()
    {
        if (_open is { } enquiry && await DoAsync("Answered", actor => desk.AnswerAsync(actor, Id, enquiry, Text, default)))
        {
            _open = null;
            _typed.Remove(enquiry);
        }
    }
}
