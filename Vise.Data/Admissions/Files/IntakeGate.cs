using Vise.Domain;

namespace Vise.Data.Admissions.Files;

/// <summary>
/// Where files are held in memory, few at a time, until they lie in the store; two of them are unpacked at a time on this node, of one account one. What
/// finds no room is refused for now (<see cref="DocumentRefused"/>, NotChecked): the script tries again by itself.
/// </summary>
public sealed class IntakeGate : IDisposable
{
    /// <summary>How many have a place, of everybody.</summary>
    public const int MostInside = 18;

    /// <summary>How many of them may be one account's.</summary>
    public const int MostOfOne = 4;

    private readonly SemaphoreSlim _slots = new(2);
    private readonly Dictionary<Guid, Lane> _lanes = [];
    private int _inside;

    /// <summary>Does the work in a place of its own, taken before the file is and left when the work is done.</summary>
    public async Task<Outcome<T>> WithinAsync<T>(Guid account, Func<Place, Task<Outcome<T>>> work)
    {
        if (Enter(account) is not { } lane)
        {
            return new DocumentRefused("NotChecked");
        }

        try
        {
            return await work(new Place(_slots, lane.One));
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

    /// <summary>A place in the gate.</summary>
    public sealed class Place
    {
        private readonly SemaphoreSlim _slots;
        private readonly SemaphoreSlim _one;

        internal Place(SemaphoreSlim slots, SemaphoreSlim one) => (_slots, _one) = (slots, one);

        /// <summary>Unpacks a file when its turn comes.</summary>
        public async Task<Outcome<T>> UnpackAsync<T>(Func<Outcome<T>> work, CancellationToken ct)
        {
            await _one.WaitAsync(ct);
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
                _one.Release();
            }
        }
    }

    private sealed class Lane
    {
        public SemaphoreSlim One { get; } = new(1);

        public int Inside { get; set; }
    }
}
