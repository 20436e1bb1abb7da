using Microsoft.Extensions.Localization;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Codes;
using Vise.Web.Shell;

namespace Vise.Web.Admissions.Cycles;

/// <summary>Says in words how a cycle stands and why something about it can't be done.</summary>
public sealed class CycleSayings(IStringLocalizer<CycleWords> words)
{
    public string Of(Refusal refusal, TimeZoneInfo? zone = null) => refusal switch
    {
        DatesInvalid dates => words[$"Refusal.DatesInvalid.{dates.Why}"],
        QuestionInvalid question => words[$"Refusal.QuestionInvalid.{question.Why}"],
        AgesInvalid ages => words[$"Refusal.AgesInvalid.{ages.Why}"],
        IncomeCapInvalid => words["Refusal.IncomeCapInvalid", Formats.Rupees(IncomeCap.MostPaise)],
        EndsTooEarly early => words["Refusal.EndsTooEarly", Formats.Date(early.Latest, zone)],
        ClassAppliedFor applied => words["Refusal.ClassAppliedFor", applied.Forms],
        SeatsHeld seats => words["Refusal.SeatsHeld", seats.Held],
        YearNotOpen year => words["Refusal.YearNotOpen", year.Year],
        SeatsInvalid => words["Refusal.SeatsInvalid", SeatPlan.MostSeats],
        FeeInvalid => words["Refusal.FeeInvalid", Formats.Rupees(CycleClass.MostPaise)],
        DaysInvalid => words["Refusal.DaysInvalid", Cycle.FewestDays, Cycle.MostDays],
        _ => words[$"Refusal.{refusal.Code}"] is { ResourceNotFound: false } known ? known : words["Refusal.Other"],
    };

    /// <summary>How a cycle stands, with the day up to or from which it does.</summary>
    public string State(string state, DateTimeOffset opens, DateTimeOffset closes, DateTimeOffset ends, TimeZoneInfo zone) => state switch
    {
        "ahead" => words["State.ahead", Formats.Date(opens, zone)],
        "open" => words["State.open", Formats.Date(closes, zone)],
        "closed" => words["State.closed", Formats.Date(ends, zone)],
        _ => words["State.over", Formats.Date(ends, zone)],
    };

    /// <summary><c>ahead</c>, <c>open</c>, <c>closed</c> or <c>over</c> at a time.</summary>
    public static string StateOf(Cycle cycle, DateTimeOffset at) =>
        at < cycle.OpensTime ? "ahead" : at < cycle.ClosesTime ? "open" : at < cycle.EndsTime ? "closed" : "over";
}
