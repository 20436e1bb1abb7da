namespace Vise.Data.Operations.Seed;

/// <summary>
/// Numbers that look random and are the same for the same place in the made data, whatever was made before it: SplitMix64 from a hash of the seed
/// number and the place. So any part can be made anew by itself.
/// </summary>
internal struct SeedRandom
{
    private ulong _state;

    private SeedRandom(ulong state) => _state = state;

    /// <summary>The numbers of one place, such as (branch, family).</summary>
    public static SeedRandom Of(long number, long what, long which = 0, long part = 0)
    {
        var state = Mix(unchecked((ulong)number + 0x9E3779B97F4A7C15));
        state = Mix(state ^ unchecked((ulong)what * 0xD1B54A32D192ED03));
        state = Mix(state ^ unchecked((ulong)which * 0x8CB92BA72F3D8DD7));
        return new SeedRandom(Mix(state ^ unchecked((ulong)part * 0xABC98388FB8FAC03)));
    }

    public ulong Next() => Mix(_state = unchecked(_state + 0x9E3779B97F4A7C15));

    /// <summary>0 to <paramref name="most"/> - 1.</summary>
    public int Below(int most) => (int)(((Next() >> 32) * (ulong)most) >> 32);

    /// <summary>From the first to the last, both included.</summary>
    public int Between(int first, int last) => first + Below(last - first + 1);

    /// <summary>True so many times in a hundred.</summary>
    public bool Chance(int percent) => Below(100) < percent;

    public T Of<T>(IReadOnlyList<T> list) => list[Below(list.Count)];

    public Guid Uuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, Next());
        BitConverter.TryWriteBytes(bytes[8..], Next());
        // version 8 of RFC 9562: made by an own rule
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    private static ulong Mix(ulong value)
    {
        value = unchecked((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9);
        value = unchecked((value ^ (value >> 27)) * 0x94D049BB133111EB);
        return value ^ (value >> 31);
    }
}
