using Vise.Domain.Admissions;

namespace Vise.Web.Admissions.Family;

/// <summary>By which name the phone keeps what is typed into a form that is sent as a whole (js/family/asking.js).</summary>
public static class TypedName
{
    /// <summary>A question to the school about an application.</summary>
    public static string Question(ApplicationId id) => $"{id}:question";

    /// <summary>Changes asked for on a step of the form.</summary>
    public static string Amendment(ApplicationId id, FormStep step) => $"{id}:amend:{FormSteps.Slug(step)}";
}
