using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Npgsql;
using Vise.Data.Secrets;
using Vise.Domain.Admissions;
using Vise.Domain.Codes;
using Vise.Domain.Users;

namespace Vise.Data.Admissions;

/// <summary>A field that is saved, and what else the draft holds now, secrets opened.</summary>
/// <param name="Stamp">The draft's (<see cref="DraftView.Stamp"/>).</param>
public sealed record TypedField(int Revision, DateTimeOffset At, SchoolChoice Choice, int Stamp, IReadOnlyDictionary<string, string> Fields);

/// <summary>
/// Saves single fields as families type them. What comes in while a transaction is under way waits for the next and shares it, so that thousands who type
/// at once cost the database few commits; whoever comes alone waits for nobody (docs/adr/shared-saves.md).
/// </summary>
public sealed partial class SharedSaves(BranchDb branches, FieldSeal seal, ILogger<SharedSaves>? logs = null) : IDisposable
{
    /// <summary>How many fields share a transaction at most: while it lasts, their forms are locked.</summary>
    public const int MostTogether = 40;

    // two at once, so that one is put together while the other commits
    private const int MostUnderWay = 2;

    private readonly ConcurrentQueue<Waiting> _waiting = new();
    private readonly SemaphoreSlim _turns = new(MostUnderWay);

    /// <summary>
    /// Saves one of the form's own fields over the revision that it was typed over. Null when that isn't plain: another revision stands there, or the form can't be changed
    /// now or by this account; <see cref="DraftDesk.SaveAsync(Actor, ApplicationId, IReadOnlyList{FieldEdit}, CancellationToken)"/> then says why.
    /// </summary>
    public async Task<TypedField?> SaveAsync(Actor by, ApplicationId id, FieldEdit edit)
    {
        if (!by.IsFamily || !by.May(Duty.ApplyForOwnChild) || edit.BaseRevision is not { } over || AdmissionForm.Find(edit.Path) is not { } field || edit.Value?.Length > DraftField.Longest)
        {
            return null;
        }

        var secret = field.IsSecret && !string.IsNullOrEmpty(edit.Value);
        var entry = new Waiting(by, id, edit.Path, secret ? null : DraftField.Clean(edit.Value ?? ""), secret ? seal.Seal(id, edit.Path, edit.Value!) : null, over,
            edit.Path == DraftDesk.NamePath ? DraftDesk.ShownName(edit.Value) : null, Activity.Current?.TraceId.ToHexString() ?? "");
        _waiting.Enqueue(entry);
        Go();
        return await entry.Answer.Task is { } row ? Opened(id, row) : null;
    }

    public void Dispose() => _turns.Dispose();

    private void Go()
    {
        if (!_waiting.IsEmpty && _turns.Wait(0))
        {
            _ = Task.Run(CarryAsync);
        }
    }

    private async Task CarryAsync()
    {
        try
        {
            while (Next() is { Count: > 0 } together)
            {
                await CarryAsync(together);
            }
        }
        finally
        {
            _turns.Release();
        }

        // one that came in between the last look and the release
        Go();
    }

    private List<Waiting> Next()
    {
        List<Waiting> together = [];
        while (together.Count < MostTogether && _waiting.TryDequeue(out var next))
        {
            together.Add(next);
        }

        return together;
    }

    private async Task CarryAsync(List<Waiting> together)
    {
        try
        {
            foreach (var row in await WriteAsync(together))
            {
                together[row.Entry - 1].Answer.TrySetResult(row);
            }
        }
        catch (Exception failure) when (failure is NpgsqlException or InvalidOperationException { InnerException: NpgsqlException })
        {
            // each is tried alone and gets its own answer
            if (logs is not null)
            {
                LogFailed(logs, together.Count, ((failure.InnerException ?? failure) as PostgresException)?.SqlState ?? failure.GetType().Name);
            }
        }
        finally
        {
            together.ForEach(entry => entry.Answer.TrySetResult(null));
        }
    }

    private Task<List<SavedRow>> WriteAsync(List<Waiting> together) => branches.WriteForFamiliesAsync<SavedRow>(
        $"""
        select * from admissions.save_typed({together.Select(entry => entry.By.Account).ToArray()}, {together.Select(entry => entry.By.Session).ToArray()},
          {together.Select(entry => entry.By.Name).ToArray()}, {together.Select(entry => entry.Trace).ToArray()}, {together.Select(entry => entry.Id.Value).ToArray()},
          {together.Select(entry => entry.Path).ToArray()}, {together.Select(entry => entry.Value).ToArray()}, {together.Select(entry => entry.Secret).ToArray()},
          {together.Select(entry => entry.Over).ToArray()}, {together.Select(entry => entry.ShownName).ToArray()}, {Application.DraftDays})
        """,
        CancellationToken.None);

    private TypedField Opened(ApplicationId id, SavedRow row)
    {
        var fields = new Dictionary<string, string>(row.KnownPaths.Length, StringComparer.Ordinal);
        for (var at = 0; at < row.KnownPaths.Length; at++)
        {
            fields[row.KnownPaths[at]] = row.KnownSecrets[at] is { } secret ? seal.Open(id, row.KnownPaths[at], secret) : row.KnownValues[at] ?? "";
        }

        var choice = new SchoolChoice(id.Branch, row.InstitutionCode, AcademicYear.Parse(row.AcademicYear), row.ProgrammeCode, row.DepartmentCode, row.ClassCode);
        return new TypedField(row.Revision, row.SavedTime, choice, row.Stamp, fields);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} fields could not be saved together ({State}); each is saved alone")]
    private static partial void LogFailed(ILogger logs, int count, string state);

    private sealed record Waiting(Actor By, ApplicationId Id, string Path, string? Value, byte[]? Secret, int Over, string? ShownName, string Trace)
    {
        public TaskCompletionSource<SavedRow?> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed record SavedRow(
        int Entry, int Revision, DateTimeOffset SavedTime, string InstitutionCode, string AcademicYear, string ProgrammeCode, string DepartmentCode, string ClassCode,
        int Stamp, string[] KnownPaths, string?[] KnownValues, byte[]?[] KnownSecrets);
}
