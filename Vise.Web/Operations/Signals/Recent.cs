namespace Vise.Web.Operations.Signals;

/// <summary>What the last five minutes were like.</summary>
/// <param name="Count">How many there were.</param>
/// <param name="PerSecond">How many a second, over the time watched.</param>
/// <param name="GoodShare">The share of good ones, 0-1; 1 when there were none.</param>
/// <param name="Mean">Seconds; 0 when there were none.</param>
/// <param name="P50">The bound, in seconds, that half of them kept.</param>
/// <param name="P95">The bound that 95% kept.</param>
/// <param name="P99">The bound that 99% kept.</param>
/// <param name="Worst">The longest, in seconds.</param>
public sealed record RecentTimes(long Count, double PerSecond, double GoodShare, double Mean, double P50, double P95, double P99, double Worst);

/// <summary>Times of the last five minutes in slots of ten seconds: a fixed piece of memory, whatever the load.</summary>
public sealed class Recent(TimeProvider clock)
{
    private const int Slots = 30;
    private const long SlotSeconds = 10;

    private static readonly double[] Bounds =
        [0.0005, 0.001, 0.002, 0.003, 0.005, 0.0075, 0.01, 0.015, 0.02, 0.03, 0.045, 0.06, 0.08, 0.1, 0.15, 0.25, 0.5, 1, 2, 5, 10, 30, 60];

    private readonly Slot[] _slots = [.. Enumerable.Range(0, Slots).Select(_ => new Slot())];
    private readonly long _start = clock.GetTimestamp();
    private readonly Lock _gate = new();

    public void Add(double seconds, bool good, long times = 1)
    {
        var bucket = Array.FindIndex(Bounds, bound => seconds <= bound);
        lock (_gate)
        {
            var slot = Current();
            slot.Buckets[bucket < 0 ? Bounds.Length : bucket] += times;
            slot.Count += times;
            slot.Good += good ? times : 0;
            slot.Sum += seconds * times;
            slot.Worst = Math.Max(slot.Worst, seconds);
        }
    }

    public RecentTimes Read()
    {
        lock (_gate)
        {
            var now = Number();
            var fresh = _slots.Where(slot => slot.Number > now - Slots).ToList();
            var count = fresh.Sum(slot => slot.Count);
            var worst = count == 0 ? 0 : fresh.Max(slot => slot.Worst);
            var watched = Math.Clamp(clock.GetElapsedTime(_start).TotalSeconds, 1, Slots * SlotSeconds);
            double Within(double share) => Bound(fresh, (long)Math.Ceiling(count * share), worst);
            return new RecentTimes(
                count, count / watched, count == 0 ? 1 : (double)fresh.Sum(slot => slot.Good) / count, count == 0 ? 0 : fresh.Sum(slot => slot.Sum) / count,
                Within(0.5), Within(0.95), Within(0.99), worst);
        }
    }

    private static double Bound(List<Slot> slots, long wanted, double worst)
    {
        var seen = 0L;
        for (var bucket = 0; bucket < Bounds.Length && wanted > 0; bucket++)
        {
            seen += slots.Sum(slot => slot.Buckets[bucket]);
            if (seen >= wanted)
            {
                return Math.Min(Bounds[bucket], worst);
            }
        }

        return worst;
    }

    private Slot Current()
    {
        var now = Number();
        var slot = _slots[now % Slots];
        if (slot.Number != now)
        {
            slot.Begin(now);
        }

        return slot;
    }

    // a slot never used has the number 0, which is too old to be read
    private long Number() => (long)clock.GetElapsedTime(_start).TotalSeconds / SlotSeconds + Slots;

    private sealed class Slot
    {
        public long Number { get; private set; }

        public long[] Buckets { get; } = new long[Bounds.Length + 1];

        public long Count { get; set; }

        public long Good { get; set; }

        public double Sum { get; set; }

        public double Worst { get; set; }

        public void Begin(long number)
        {
            (Number, Count, Good, Sum, Worst) = (number, 0, 0, 0, 0);
            Array.Clear(Buckets);
        }
    }
}
