using Npgsql;
using Vise.Data;
using Vise.Data.Operations.Trails;
using Vise.Data.Secrets;
using Vise.Domain.Users;

namespace Vise.Tests.Support;

/// <summary>What seals and verifies a school's trail, with a key of its own, and a door that takes refusals down.</summary>
public sealed class TestTrail : IAsyncDisposable
{
    private readonly TestFolder _folder = new();
    private readonly NpgsqlDataSource _app;

    public TestTrail(TestSchool school)
    {
        _app = NpgsqlDataSource.Create(school.Database.AppConnection);
        Book = new RefusalBook(TimeProvider.System);
        Branches = new BranchDb(_app, null, Book);
        var key = new TrailKey(FieldKeys.Load(Path.Combine(_folder.Path, "fields.json"), makeIfMissing: true));
        Sealer = new TrailSealer(Branches, key);
        Verifier = new TrailVerifier(Branches, key);
        Queries = new TrailQueries(Branches);
        Desk = new TrailDesk(Branches);
    }

    public RefusalBook Book { get; }

    public BranchDb Branches { get; }

    public TrailSealer Sealer { get; }

    public TrailVerifier Verifier { get; }

    public TrailQueries Queries { get; }

    public TrailDesk Desk { get; }

    /// <summary>Everything that was found wrong, over the whole network.</summary>
    public async Task<IReadOnlyList<TrailFinding>> FindingsAsync()
    {
        List<TrailFinding> findings = [];
        foreach (var branch in await Verifier.BranchesAsync(Scope.Everything, CancellationToken.None))
        {
            findings.AddRange((await Verifier.VerifyAsync(branch, null, null, CancellationToken.None)).Findings);
        }

        return findings;
    }

    /// <summary>Writes the refusals taken down so far; returns how many left a row.</summary>
    public async Task<int> WriteRefusalsAsync()
    {
        var left = 0;
        while (Book.Noted.TryRead(out var noted))
        {
            left += await Desk.RefusedAsync(noted, CancellationToken.None) ? 1 : 0;
        }

        return left;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _folder.Dispose();
    }
}
