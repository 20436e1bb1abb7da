using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Vise.Data.Admissions;
using Vise.Data.Operations;
using Vise.Data.Operations.Seed;
using Vise.Domain.Codes;
using Vise.Web.Admissions;
using Vise.Web.Local;
using Vise.Web.Shell;

namespace Vise.Web.Operations;

/// <summary><c>seed --scale NAME [--applications N] [--seed NUMBER] [--day 2026-11-28]</c>: made data for trying and measuring, never in production.</summary>
internal static class SeedCommand
{
    private const string Usage =
        "Use 'seed --scale demo|district|network|national', with --applications N for another number, --seed NUMBER for other data, --day 2026-11-28 for another day to tell it from.";

    public static async Task RunAsync(string[] args)
    {
        var asked = Read(args);
        var builder = ViseSettings.CreateBuilder([]);
        if (builder.Environment.IsProduction())
        {
            throw new SettingsException("Made data are refused in production, as demo accounts are.");
        }

        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) => (pressed.Cancel, _) = (true, stop.CancelAsync());
        await using var servers = await LocalServers.StartMissingAsync(builder.Configuration, builder.Environment, Needs.Database, joinRunning: true, stop.Token);
        if (builder.Configuration.Logins() is not { } logins)
        {
            throw new SettingsException($"Made data need {Connections.ViseOwner}, the login that owns the database.");
        }

        await ViseCommand.MigrateAsync(builder.Configuration);
        await using (var owner = Npgsql.NpgsqlDataSource.Create(logins.Owner))
        {
            // the demo people's branches bear the names that they know
            await DemoNetwork.EnsureAsync(owner, stop.Token);
        }

        await LoadAsync(logins.Owner, asked, builder, stop.Token);
    }

    private static async Task LoadAsync(string owner, Asking asked, WebApplicationBuilder builder, CancellationToken ct)
    {
        var (watch, bar) = (Stopwatch.StartNew(), new ProgressLine(Console.Out));
        var certificate = await DemoApplications.CertificateAsync();
        try
        {
            var document = new SeedDocument(Convert.ToHexStringLower(SHA256.HashData(certificate)), certificate.Length);
            var (order, branches, loaded) = await new SeedLoad(owner).RunAsync(asked.Scale, asked.Applications, asked.Number, asked.Day, document, bar.Tell, ct);
            var objects = DocumentSettings.Read(builder.Configuration, builder.Environment).Objects();
            await FileAsync(new DocumentStore(objects), branches, certificate, ct);
            (objects as IDisposable)?.Dispose();
            if (!loaded)
            {
                Console.WriteLine($"All of it is there already: {SeedLoad.Words(order)}.");
                return;
            }

            Console.WriteLine($"Loaded in {Seconds(watch.Elapsed)}: {Formats.Number(order.Applications)} applications of {Formats.Number(order.Families)} families in {Formats.Number(branches.Count)} branches, {Formats.Number(order.Scale.Institutions)} institutions.");
            Console.WriteLine($"The same data come of: ./vise seed {SeedLoad.Words(order)}");
        }
        catch (SeedException e)
        {
            throw new SettingsException(e.Message, e);
        }
        catch (Exception e) when (ct.IsCancellationRequested && e is not OperationCanceledException)
        {
            // a statement that was cut off says so in its own words
            throw new OperationCanceledException("Stopped.", e, ct);
        }
    }

    // every made document is this one, so that it can be opened
    private static async Task FileAsync(DocumentStore store, IReadOnlyList<BranchId> branches, byte[] certificate, CancellationToken ct)
    {
        foreach (var branch in branches)
        {
            await store.PutAsync(branch, certificate, ct);
        }
    }

    internal static string Seconds(TimeSpan time) => time.TotalMinutes < 3
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0} min");

    private static Asking Read(string[] args)
    {
        var (scale, applications, number, day) = ((SeedScale?)null, 0, 1L, (DateOnly?)null);
        for (var at = 0; at + 1 < args.Length; at += 2)
        {
            var word = args[at + 1];
            switch (args[at])
            {
                case "--scale" when SeedScale.Find(word) is { } known:
                    scale = known;
                    break;
                case "--applications" when int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var many) && many is > 0 and <= SeedOrder.MostApplications:
                    applications = many;
                    break;
                case "--seed" when long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seed):
                    number = seed;
                    break;
                case "--day" when DateOnly.TryParseExact(word, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var named) && named.Year is > 2002 and < 2099:
                    day = named;
                    break;
                default:
                    throw new SettingsException(Usage);
            }
        }

        return scale is null || args.Length % 2 == 1 ? throw new SettingsException(Usage) : new Asking(scale, applications == 0 ? scale.Applications : applications, number, day);
    }

    private sealed record Asking(SeedScale Scale, int Applications, long Number, DateOnly? Day);

    /// <summary>Says how far it is and how long it will take, at most once a second.</summary>
    private sealed class ProgressLine(TextWriter say)
    {
        private readonly Stopwatch _watch = Stopwatch.StartNew();
        private TimeSpan _told = TimeSpan.FromSeconds(-1);

        public void Tell(SeedProgress progress)
        {
            if (progress.Done == 0 && progress.Before == 0)
            {
                say.WriteLine($"Making {Formats.Number(progress.Total)} applications. Stop it with Ctrl+C when you like: the same command goes on from there.");
            }

            if (_watch.Elapsed - _told < TimeSpan.FromSeconds(1) && progress.Done < progress.Total)
            {
                return;
            }

            _told = _watch.Elapsed;
            var here = progress.Done - progress.Before;
            var left = here == 0 ? "" : $", about {Seconds(_watch.Elapsed / here * (progress.Total - progress.Done))} to go";
            say.WriteLine($"  {Formats.Number(progress.Done)} of {Formats.Number(progress.Total)} applications, {100L * progress.Done / progress.Total} %, {Seconds(_watch.Elapsed)}{left}");
        }
    }
}
