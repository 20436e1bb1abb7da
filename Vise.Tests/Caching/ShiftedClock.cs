namespace Vise.Tests.Caching;

/// <summary>The machine's clock, moved forward by hand.</summary>
internal sealed class ShiftedClock : TimeProvider
{
    public TimeSpan Shift { get; set; }

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Shift;
}
