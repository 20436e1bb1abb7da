using System.Globalization;
using System.Threading.Channels;
using Npgsql;
using Vise.Domain.Admissions;
using Vise.Domain.Codes;

namespace Vise.Data.Operations.Seed;

/// <summary>The one file that stands for every made document: its SHA-256 in hexadecimal, and its bytes.</summary>
public sealed record SeedDocument(string Hash, int Bytes);

/// <summary>
/// Loads made data with the owner's connection, in pieces of about 10,000 applications. Three hands work side by side: one makes a piece and COPYs it
/// to staging tables, one inserts its applications with what hangs on them, one the fields as typed.
/// </summary>
public sealed class SeedLoad(string owner)
{
    private const int Slots = 3;

    /// <summary>How many applications a piece has at most, unless one branch has more: the same for a load that goes on.</summary>
    internal int PieceSize { get; init; } = SeedPlan.PieceSize;

    private static readonly string[] Loaded =
    [
        "codes.branch", "codes.institution", "codes.curriculum", "users.account", "users.access_grant", "users.application", "users.parent", "users.sibling", "users.academic", "users.student",
        "admissions.cycle", "admissions.cycle_class", "admissions.applicant", "admissions.application_event", "admissions.seat", "admissions.draft_field", "admissions.search_key", "admissions.document",
        "admissions.id_counter", "finance.payment",
    ];

    /// <summary>
    /// Loads what is ordered, or what is missing of it. Throws <see cref="SeedException"/> where the database holds other made data, or schools that
    /// would be made too; <see cref="OperationCanceledException"/> when stopped, and then the next call goes on.
    /// </summary>
    /// <param name="scale">How many branches and institutions.</param>
    /// <param name="applications">How many applications.</param>
    /// <param name="number">The seed number.</param>
    /// <param name="day">The day from which everything is told; null means the one of a load that was stopped, else today.</param>
    /// <param name="document">The file that the made documents name.</param>
    /// <param name="told">Is told of progress.</param>
    /// <param name="ct">Stops it between two statements; what was finished stays.</param>
    /// <returns>The order as it was carried out, the branches' ids, and whether anything was missing.</returns>
    public async Task<(SeedOrder Order, IReadOnlyList<BranchId> Branches, bool Loaded)> RunAsync(
        SeedScale scale, int applications, long number, DateOnly? day, SeedDocument document, Action<SeedProgress>? told, CancellationToken ct)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(owner) { Pooling = false, CommandTimeout = 0 });
        await using var connection = await source.OpenConnectionAsync(ct);
        var run = new SeedRun(connection);
        await run.OpenAsync(ct);
        var known = await run.FindAsync(ct);
        var order = new SeedOrder(scale, applications, number, day ?? known?.Order.Day ?? await run.TodayAsync(ct));
        if (known is { } other && other.Order != order)
        {
            throw new SeedException($"This database holds other made data: {Words(other.Order)}{(other.Finished ? "" : ", not all of it yet")}.");
        }

        var plan = new SeedPlan(order, await DistrictsAsync(connection, ct), PieceSize);
        var branches = plan.Branches.Select(branch => branch.Id).ToList();
        if (known?.Finished == true)
        {
            return (order, branches, false);
        }

        if (known is null)
        {
            await run.BeginAsync(plan, ct);
        }

        await LoadAsync(source, connection, run, plan, document, told, ct);
        await run.ExecuteAsync("analyze " + string.Join(", ", Loaded), ct);
        await run.ExecuteAsync(string.Join("; ", Enumerable.Range(0, Slots).Select(slot => Staging("drop table if exists seed.branch_{slot}, seed.school_{slot}, seed.class_{slot}, seed.account_{slot}, seed.seat_{slot}, seed.event_{slot}, seed.form_{slot}", slot))), ct);
        await run.ExecuteAsync("update seed.run set finished_time = now()", ct);
        return (order, branches, true);
    }

    /// <summary>An order as it is typed.</summary>
    public static string Words(SeedOrder order) =>
        string.Create(CultureInfo.InvariantCulture, $"--scale {order.Scale.Name} --applications {order.Applications} --seed {order.Number} --day {order.Day:yyyy-MM-dd}");

    private static async Task LoadAsync(
        NpgsqlDataSource source, NpgsqlConnection connection, SeedRun run, SeedPlan plan, SeedDocument document, Action<SeedProgress>? told, CancellationToken ct)
    {
        var there = await run.PiecesAsync(ct);
        foreach (var slot in Enumerable.Range(0, Slots))
        {
            await run.ExecuteAsync(Staging(await SqlAsync("seed-staging.sql"), slot), ct);
        }

        var ages = await AgesAsync(connection, ct);
        var maker = new SeedBranches(plan, SeedNames.Read, new SeedPeople(plan.Order.Number, SeedNames.Read, ages));
        await using var first = source.CreateConnection();
        await using var rest = source.CreateConnection();
        var firstLane = new SeedLane(first, SeedLane.First, await SqlAsync("seed-first.sql", plan.Order, document));
        var restLane = new SeedLane(rest, SeedLane.Rest, await SqlAsync("seed-rest.sql", plan.Order, document));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await firstLane.OpenAsync(stop.Token);
        await restLane.OpenAsync(stop.Token);
        var (staged, begun, free) = (Channel.CreateBounded<(int Piece, int Slot)>(1), Channel.CreateBounded<(int Piece, int Slot)>(1), Channel.CreateUnbounded<int>());
        foreach (var slot in Enumerable.Range(0, Slots))
        {
            free.Writer.TryWrite(slot);
        }

        int Size(int piece) => plan.Pieces[piece].Sum(branch => branch.Count);
        var before = there.Where(piece => piece.Value).Sum(piece => Size(piece.Key));
        var done = before;
        told?.Invoke(new SeedProgress(done, plan.Order.Applications, before));
        await AllAsync(
            stop,
            async () =>
            {
                foreach (var piece in Enumerable.Range(0, plan.Pieces.Count).Where(piece => !there.GetValueOrDefault(piece)))
                {
                    var slot = await free.Reader.ReadAsync(stop.Token);
                    var made = plan.Pieces[piece].Select(branch => maker.Make(branch)).ToList();
                    await new SeedCopy(plan, connection, slot).RunAsync(made, stop.Token);
                    await staged.Writer.WriteAsync((piece, slot), stop.Token);
                }

                staged.Writer.Complete();
            },
            async () =>
            {
                await foreach (var (piece, slot) in staged.Reader.ReadAllAsync(stop.Token))
                {
                    if (!there.ContainsKey(piece))
                    {
                        await firstLane.RunAsync(slot, string.Create(CultureInfo.InvariantCulture, $"insert into seed.piece (piece, first_time) values ({piece}, now())"), stop.Token);
                    }

                    await begun.Writer.WriteAsync((piece, slot), stop.Token);
                }

                begun.Writer.Complete();
            },
            async () =>
            {
                await foreach (var (piece, slot) in begun.Reader.ReadAllAsync(stop.Token))
                {
                    await restLane.RunAsync(slot, string.Create(CultureInfo.InvariantCulture, $"update seed.piece set rest_time = now() where piece = {piece}"), stop.Token);
                    free.Writer.TryWrite(slot);
                    done += Size(piece);
                    told?.Invoke(new SeedProgress(done, plan.Order.Applications, before));
                }
            });
    }

    // the first that fails stops the others, and is what is thrown
    private static async Task AllAsync(CancellationTokenSource stop, params Func<Task>[] works)
    {
        Exception? failure = null;
        await Task.WhenAll(works.Select(async work =>
        {
            try
            {
                await Task.Run(work, CancellationToken.None);
            }
            catch (Exception e)
            {
                Interlocked.CompareExchange(ref failure, e, null);
                await stop.CancelAsync();
            }
        }));
        if (failure is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        }
    }

    private static async Task<List<SeedDistrict>> DistrictsAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var ask = new NpgsqlCommand("select state_code, district_code, name, names ->> 'hi' from codes.geographic where district_code <> '00' and retired_time is null and state_code = any($1)", connection);
        ask.Parameters.Add(new() { Value = SeedState.Codes.ToArray() });
        await using var rows = await ask.ExecuteReaderAsync(ct);
        List<SeedDistrict> districts = [];
        while (await rows.ReadAsync(ct))
        {
            districts.Add(new SeedDistrict(rows.GetString(0), rows.GetString(1), rows.GetString(2), rows.IsDBNull(3) ? null : rows.GetString(3)));
        }

        return districts;
    }

    private static async Task<Dictionary<(string, string), AgeRule>> AgesAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var ask = new NpgsqlCommand("select state_code, class_code, cutoff_month, cutoff_day, min_years, max_years from codes.age_rule where category = 'all'", connection);
        await using var rows = await ask.ExecuteReaderAsync(ct);
        Dictionary<(string, string), AgeRule> ages = [];
        while (await rows.ReadAsync(ct))
        {
            ages[(rows.GetString(0), rows.GetString(1))] = AgeRule.Of(rows.GetString(1), rows.GetInt16(2), rows.GetInt16(3), rows.GetInt16(4), rows.IsDBNull(5) ? null : rows.GetInt16(5));
        }

        return ages;
    }

    private static string Staging(string sql, int slot) => sql.Replace("{slot}", slot.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    private static async Task<string> SqlAsync(string file)
    {
        using var reader = new StreamReader(typeof(SeedLoad).Assembly.GetManifestResourceStream("Vise.Data.Operations.Seed." + file)!);
        return await reader.ReadToEndAsync();
    }

    // all of these are ours: names of scales, numbers, a hash
    private static async Task<string> SqlAsync(string file, SeedOrder order, SeedDocument document) => (await SqlAsync(file))
        .Replace("{consent}", $"'{AdmissionForm.ConsentVersion}'", StringComparison.Ordinal)
        .Replace("{scale}", $"'{order.Scale.Name}'", StringComparison.Ordinal)
        .Replace("{number}", order.Number.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("{hash}", $"'{document.Hash}'", StringComparison.Ordinal)
        .Replace("{bytes}", document.Bytes.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        // forms as typed are a quarter of everything: of ten million only those that somebody still works on keep them
        .Replace("{fields}", order.Scale.Name == "national" ? "f.application_status not in ('enrolled', 'rejected', 'withdrawn', 'expired')" : "true", StringComparison.Ordinal);
}
