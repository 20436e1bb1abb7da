using Microsoft.AspNetCore.Components.Forms;
using Vise.Data.Codes;
using Vise.Domain;
using Vise.Domain.Users;
using Vise.Web.Codes.Setup;
using Vise.Web.Shell;

namespace Vise.Web.Codes.Import;

/// <summary>A file is taken, every line's fate is shown, then all of it is written. The file stays with the open page and nowhere else.</summary>
public sealed partial class ImportPage(ImportDesk desk)
{
    private const int PageSize = 50;

    private byte[] _file = [];
    private string _name = "";
    private DryRun? _run;
    private LineFate? _fate;
    private IReadOnlyList<LineResult> _shown = [];
    private int _from;
    private bool _reading;
    private bool _there;

    protected override bool IsThere => _there;

    private IEnumerable<LineResult> Page => Enumerable.Range(_from, Math.Min(PageSize, _shown.Count - _from)).Select(at => _shown[at]);

    protected override async Task OnInitializedAsync() => _there = await Visitor.ActAsync(Duty.SetUpBranch, Gone) is not null;

    protected override Task ReadAsync() => Task.CompletedTask;

    private string Label(string column) =>
        column.StartsWith("name_", StringComparison.Ordinal) ? $"{Words["Name"]}: {NameLanguages.Of(column[5..])}" : Words[$"Column.{column}"] is { ResourceNotFound: false } known ? known.Value : column;

    private void Narrow(LineFate fate)
    {
        (_fate, _from) = (_fate == fate ? null : fate, 0);
        _shown = _run is null ? [] : _fate is { } one ? [.. _run.Lines.Where(line => line.Fate == one)] : _run.Lines;
    }

    private async Task TakeAsync(InputFileChangeEventArgs change)
    {
        (_run, _file, _reading, Notice, Refused) = (null, [], true, null, null);
        try
        {
            if (change.File.Size > CodeFile.MostBytes)
            {
                Refused = Sayings.Of(new FileRefused("TooLarge"));
                return;
            }

            await using var stream = change.File.OpenReadStream(CodeFile.MostBytes, Gone);
            using var buffer = new MemoryStream();
            await stream.CopyToAsync(buffer, Gone);
            (_file, _name) = (buffer.ToArray(), change.File.Name);
            await TryAsync();
        }
        catch (IOException)
        {
            // the connection broke on the way, or the file was changed meanwhile
            Refused = Sayings.Of(new FileRefused("Unread"));
        }
        finally
        {
            _reading = false;
        }
    }

    private async Task TryAsync()
    {
        var file = _file;
        // reading and comparing tens of thousands of lines is not for the page's own thread
        var tried = await Visitor.ActAsync(Duty.SetUpBranch, Gone) is { } actor ? await Task.Run(() => desk.TryAsync(actor, file, Gone), Gone) : new GrantEnded();
        (_run, _fate, _from) = (tried.Value, null, 0);
        _shown = _run?.Lines ?? [];
        if (tried.Refusal is { } refusal)
        {
            Refused = Sayings.Of(refusal);
        }
    }

    private async Task ApplyAsync()
    {
        if (_run is not { } run)
        {
            return;
        }

        Imported? written = null;
        Refusal? refusal = null;
        var file = _file;
        await DoAsync(Duty.SetUpBranch, null, async actor =>
        {
            var outcome = await Task.Run(() => desk.ApplyAsync(actor, file, run.Digest, default));
            (written, refusal) = (outcome.Value, outcome.Refusal);
            return refusal;
        }, "");
        if (written is { } done)
        {
            (Notice, _run, _file) = (Words["Imported", Formats.Number(done.New), Formats.Number(done.Changed)], null, []);
        }
        else if (refusal is ImportStale)
        {
            var why = Refused;
            await TryAsync();
            Refused = why;
        }
    }
}
