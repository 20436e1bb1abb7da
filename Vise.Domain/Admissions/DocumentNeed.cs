using Vise.Domain.Users;

namespace Vise.Domain.Admissions;

/// <summary>
/// Which documents (codes of the list <c>document</c>) concern a child by what its form says: a paper concerns whoever gave the answer that it proves. A class may ask for
/// any kind besides; photograph and immunisation record prove no answer, nor does a kind that was added to the list, so these are for the class to ask.
/// </summary>
public static class DocumentNeed
{
    private static readonly string[] CasteGroups = ["sc", "st", "obc"];

    /// <summary>Whether a document of the kind concerns the child; an answer to a closed field counts for nothing.</summary>
    public static bool Concerns(string kind, IReadOnlyDictionary<string, string> fields, FormTerms terms) => kind switch
    {
        // the age for the class is counted from what it says
        "birth_certificate" => true,
        // RTE seats go by how near the child lives
        "address_proof" => Said("sought.quota", fields) == "rte",
        // whoever comes from another class comes from a school, unless the family says otherwise
        "transfer_certificate" or "report_card" => FormTerms.IsAfterSchool(terms.ClassCode) && Said("schooling.attended", fields) != "no",
        "caste_certificate" => Said("child.socialCategory", fields) is not ("" or "general") || CasteGroups.Contains(Said("sought.rteGroup", fields)),
        "income_certificate" => ((string[])["child.ews", "child.bpl", "child.aay"]).Any(path => Said(path, fields) == "yes") || Said("sought.rteGround", fields) == "weaker",
        "disability_certificate" => Said("child.disability", fields) == "yes" || Said("sought.rteGround", fields) == "disability",
        _ => false,
    };

    private static string Said(string path, IReadOnlyDictionary<string, string> fields) =>
        AdmissionForm.Find(path) is { } field && !FormReader.IsClosed(field, fields) ? Typed.Clean(fields.GetValueOrDefault(path)) : "";
}
