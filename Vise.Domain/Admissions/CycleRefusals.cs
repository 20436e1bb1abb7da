using Vise.Domain.Admissions;
using Vise.Domain.Codes;

namespace Vise.Domain;

/// <summary>A cycle opens, closes and ends in this order; <paramref name="Why"/> is ClosesBeforeOpens, EndsBeforeCloses or ClosesInPast.</summary>
public sealed record DatesInvalid(string Why) : Refusal;

/// <summary>Days to answer an offer or to pay lie outside <see cref="Cycle.FewestDays"/> to <see cref="Cycle.MostDays"/>.</summary>
public sealed record DaysInvalid : Refusal;

/// <summary>Forms were begun: the day on which the cycle opened stays.</summary>
public sealed record OpeningFixed : Refusal;

/// <summary>An offer or a fee runs longer than the cycle would; <paramref name="Latest"/> is its deadline.</summary>
public sealed record EndsTooEarly(DateTimeOffset Latest) : Refusal;

/// <summary>The school has a cycle for that session already.</summary>
public sealed record CycleExists : Refusal;

/// <summary>The network keeps no such session, or holds no new cycles for it.</summary>
public sealed record YearNotOpen(AcademicYear Year) : Refusal;

/// <summary>Only a cycle that is open can be closed early.</summary>
public sealed record CycleNotOpen : Refusal;

/// <summary>The school doesn't teach the class.</summary>
public sealed record ClassNotTaught : Refusal;

/// <summary>The cycle admits to the class already.</summary>
public sealed record ClassThere : Refusal;

/// <summary>Somebody applied for the class, or began to; the number of forms.</summary>
public sealed record ClassAppliedFor(int Forms) : Refusal;

/// <summary>A quota has fewer than 0 or more than <see cref="SeatPlan.MostSeats"/> seats.</summary>
public sealed record SeatsInvalid : Refusal;

/// <summary>More seats are held than would be left; the number held.</summary>
public sealed record SeatsHeld(int Held) : Refusal;

/// <summary>A fee below nothing, above <see cref="CycleClass.MostPaise"/>, or with a part of a paisa.</summary>
public sealed record FeeInvalid : Refusal;

/// <summary>Seats were offered at the fee; it stays.</summary>
public sealed record FeeFixed : Refusal;

/// <summary>Forms were handed in without the document: it can't be asked for any more.</summary>
public sealed record DocumentFixed : Refusal;

/// <summary>A question that can't be asked so; <paramref name="Why"/> is Label, Hint, Options, Class or TooMany.</summary>
public sealed record QuestionInvalid(string Why) : Refusal;

/// <summary>Somebody answered the question: it can be retired or moved, not changed.</summary>
public sealed record QuestionAnswered : Refusal;

/// <summary>An age rule that fits no child; <paramref name="Why"/> is Cutoff, Ages or Relaxation.</summary>
public sealed record AgesInvalid(string Why) : Refusal;
