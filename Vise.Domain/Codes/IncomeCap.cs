namespace Vise.Domain.Codes;

/// <summary>The income of a year from which on a family of a state counts as no weaker section (RTE Act 12(1)(c); DOMAIN: Seats and RTE). Each state sets its own.</summary>
public sealed class IncomeCap
{
    /// <summary>The highest cap that is taken, paise: one crore rupees.</summary>
    public const long MostPaise = 1_00_00_000_00;

    /// <summary>The state it holds in.</summary>
    public string StateCode { get; private set; } = "";

    /// <summary>A family whose income of a year is below it may ask for such a seat, paise.</summary>
    public long CapPaise { get; private set; }

    /// <summary>Since when it holds no more; null while it does.</summary>
    public DateTimeOffset? RetiredTime { get; private set; }

    /// <summary>The row's version.</summary>
    public uint Version { get; private set; }

    public static IncomeCap For(string state) => new() { StateCode = state };

    /// <summary>Sets the cap, whole rupees in paise; one that was retired holds again.</summary>
    public Refusal? Set(long paise)
    {
        if (paise is < 1_00 or > MostPaise || paise % 100 != 0)
        {
            return new IncomeCapInvalid();
        }

        (CapPaise, RetiredTime) = (paise, null);
        return null;
    }

    public void Retire(DateTimeOffset at) => RetiredTime ??= at;
}

/// <summary>A cap is whole rupees, from one to <see cref="IncomeCap.MostPaise"/>.</summary>
public sealed record IncomeCapInvalid : Refusal;
