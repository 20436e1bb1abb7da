using System.Globalization;
using Microsoft.AspNetCore.Components;
using Vise.Data.Caching;
using Vise.Domain.Users;
using Vise.Web.Access;
using Vise.Web.Shell;

namespace Vise.Web.Operations.Caching;

/// <summary>What this node's cache does, as it happens; a region can be dropped and warmed on every node.</summary>
public sealed partial class CachePage
{
    private const string Nothing = "–";
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _gone = new();
    private IReadOnlyList<CacheLine>? _lines;
    private RegionCounts _total = RegionCounts.None;
    private RecentCache _recent = new(0, 0, 1);
    private string _said = "";
    private bool _table;
    private bool _ready;

    [Inject]
    private Visitor Visitor { get; set; } = default!;

    [Inject]
    private CacheMeter Meter { get; set; } = default!;

    [Inject]
    private CacheHistory History { get; set; } = default!;

    [Inject]
    private CacheStore Store { get; set; } = default!;

    [Inject]
    private ChangeFeed Feed { get; set; } = default!;

    [Inject]
    private TimeProvider Clock { get; set; } = default!;

    private string SecondKey => !Store.HasSecondLayer ? "None" : Store.DownFor is null ? "Answers" : "Down";

    private string SecondText => Store.DownFor is { } down ? Words["DownText", Formats.Number((long)down.TotalSeconds)] : Words[$"Mode.{Store.Mode}"];

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        if (await ReadAsync() && RendererInfo.IsInteractive)
        {
            _ = FollowAsync(_gone.Token);
        }
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (!_ready && _lines is not null)
        {
            _ready = true;
            StateHasChanged();
        }
    }

    private async Task FollowAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(Every, Clock);
        try
        {
            while (await timer.WaitForNextTickAsync(ct))
            {
                await InvokeAsync(async () =>
                {
                    await ReadAsync();
                    StateHasChanged();
                });
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // the page is closed
        }
        catch (Exception e) when (Shell.Errors.Outage.IsDatabase(e))
        {
            await DispatchExceptionAsync(e);
        }
    }

    // asked anew each time: an open page outlives a grant
    private async Task<bool> ReadAsync()
    {
        if (await Visitor.ActAsync(Duty.ReadOperations, default) is null)
        {
            _lines = null;
            return false;
        }

        (_total, _recent) = (Meter.ReadAll(), History.LastFiveMinutes());
        _lines = [.. CacheKeys.Regions.Where(region => region.IsOn).Select(region => new CacheLine(region, Meter.Read(region), History.LastMinute(region)))];
        return true;
    }

    private async Task RefreshAsync(CacheRegion region)
    {
        if (await Visitor.ActAsync(Duty.ReadOperations, default) is not { } actor)
        {
            _lines = null;
            return;
        }

        var refusal = await Feed.WishAsync(actor, [CacheDrops.PlaceOf(new CacheDrop(region)), CacheDrops.PlaceOfWarming(region)], default);
        _said = Words[refusal is null ? "Refreshed" : "NotRefreshed", Words[$"Region.{region.Name}"]];
        await ReadAsync();
    }

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(share * 10_000) / 100:0.##}\u00A0%");

    // signs of units are the same in every language
    private static string Time(double seconds) => seconds switch
    {
        0 => Nothing,
        >= 1e-3 => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1e3:0.0}\u00A0ms"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1e6:0.#}\u00A0µs"),
    };

    private static string Rate(RegionCounts counts) => counts.Asked == 0 ? Nothing : Percent(counts.HitRate);

    private static string Kilobytes(long bytes) => Formats.Number(bytes / 1024);
}
