using Vise.Domain;

namespace Vise.Data.Admissions.Files;

/// <summary>
/// Where files are unpacked: two at a time on this node, of one account one at a time, and few that wait. What finds no room is refused for now
/// (<see cref="DocumentRefused"/>, NotChecked): the script tries again by itself.
/// </summary>
public sealed class IntakeGate : IDisposable
{
    /// <summary>How many are at work or wait, of everybody.</summary>
    public const int MostInside = 18;

    /// <summary>How many of them may be one account's.</summary>
    public const int MostOfOne = 4;

    private readonly SemaphoreSlim _slots = new(2);
    private readonly Dictionary<Guid, Lane> _lanes = [];
    private int _inside;

    public async Task<Outcome<T>> RunAsync<T>(Guid account, Func<Outcome<T>> work, CancellationToken ct)
    {
        if (Enter(account) is not { } lane)
        {
            return new DocumentRefused("NotChecked");
        }

        try
        {
            await lane.One.WaitAsync(ct);
            try
            {
                await _slots.WaitAsync(ct);
                try
                {
                    return await Task.Run(work, ct);
                }
                finally
                {
                    _slots.Release();
                }
            }
            finally
            {
                lane.One.Release();
            }
        }
        finally
        {
            Leave(account, lane);
        }
    }

    public void Dispose() => _slots.Dispose();

    private Lane? Enter(Guid account)
    {
        lock (_lanes)
        {
            var lane = _lanes.GetValueOrDefault(account);
            if (_inside == MostInside || lane?.Inside == MostOfOne)
            {
                return null;
            }

            lane ??= _lanes[account] = new Lane();
            lane.Inside++;
            _inside++;
            return lane;
        }
    }

    private void Leave(Guid account, Lane lane)
    {
        lock (_lanes)
        {
            _inside--;
            if (--lane.Inside == 0)
            {
                _lanes.Remove(account);
                lane.One.Dispose();
            }
        }
    }

    private sealed class Lane
    {
        public SemaphoreSlim One { get; } = new(1);

        public int Inside { get; set; }
    }
}
