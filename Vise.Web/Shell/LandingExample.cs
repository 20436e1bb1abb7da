using Vise.Domain.Admissions;
using Vise.Domain.Codes;

namespace Vise.Web.Shell;

/// <summary>The form that the start page shows as an example, with an offer that is still to be answered, whatever day it is.</summary>
/// <param name="AnswerBy">The next 9 April.</param>
/// <param name="Session">The session that begins that April.</param>
public sealed record LandingExample(DateOnly AnswerBy, AcademicYear Session)
{
    private const string School = "27250101";
    private const string Serial = "A00F3";

    /// <summary>A form number of the session that is written as real ones are.</summary>
    public string Number => Body + Base36.CheckCharacter(Body);

    private string Body => School + Session.ShortCode + Serial;

    public static LandingExample On(DateOnly today)
    {
        var answer = new DateOnly(today.Year, 4, 9);
        answer = answer < today ? answer.AddYears(1) : answer;
        return new LandingExample(answer, AcademicYear.StartingIn(answer.Year));
    }
}
