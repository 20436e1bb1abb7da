using Vise.Domain.Admissions;

namespace Vise.Web.Shell;

/// <summary>Where a family asks something of the school after it has handed a form in.</summary>
public static partial class Paths
{
    /// <summary>What the family asked the school, on the application's own page.</summary>
    public static string Questions(ApplicationId id) => $"{MyApplication(id)}#questions";

    /// <summary>The same once a question has arrived: the phone forgets it.</summary>
    public static string QuestionSent(ApplicationId id) => $"{MyApplication(id)}?sent=question#questions";

    /// <summary>Where changes are asked for.</summary>
    public static string Amend(ApplicationId id) => $"{MyApplication(id)}/amend";

    /// <summary>Where those of one step of the form are, for example <c>/my/2725010125A00F37/amend/child</c>.</summary>
    public static string AmendStep(ApplicationId id, string step) => $"{Amend(id)}/{step}";

    /// <summary>Where changes are asked for, once those of a step have arrived: the phone forgets them.</summary>
    public static string AmendSent(ApplicationId id, string step) => $"{Amend(id)}?sent={step}";
}
