using System.Globalization;
using Vise.Domain.Users;

namespace Vise.Domain.Admissions;

/// <summary>A form that the family filled in before.</summary>
/// <param name="ChildName">Whose it is; empty while unknown.</param>
/// <param name="ClassCode">The class it asks for.</param>
/// <param name="Enrolled">The child's enrolment id once there is one: only then is it in that class.</param>
/// <param name="Fields">By path, as typed, secrets opened.</param>
public sealed record EarlierForm(string ChildName, string ClassCode, EnrollmentId? Enrolled, IReadOnlyDictionary<string, string> Fields);

/// <summary>Which answers of an earlier form go into another of the same family. Consent, documents, a cycle's own questions and what is asked of a school never do.</summary>
public static class EarlierAnswers
{
    // what belongs together: a part that is begun is left as it is
    private static readonly string[][] Parts =
    [
        ["child.motherTongue"],
        ["child.religion"],
        ["child.minority"],
        ["child.socialCategory", "child.ews"],
        ["child.bpl", "child.aay"],
        [.. AdmissionForm.Of(FormStep.Address).Select(field => field.Path)],
        ["health.emergencyName", "health.emergencyMobile"],
    ];

    /// <summary>Every path that says something of the family and not of the child alone.</summary>
    public static IReadOnlyList<string> OfTheFamily { get; } =
        [.. Parts.SelectMany(part => part), .. AdmissionForm.Fields.Where(field => field.Step is FormStep.Parents or FormStep.Siblings).Select(field => field.Path)];

    /// <summary>For the same child at another school: all that is the child's or the family's.</summary>
    public static IReadOnlyDictionary<string, string> ForSameChild(EarlierForm earlier) => earlier.Fields
        .Where(field => AdmissionForm.Find(field.Key)?.Step is not (null or FormStep.Sought or FormStep.Consent) && field.Value.Length > 0)
        .ToDictionary(StringComparer.Ordinal);

    /// <summary>
    /// For another child: what is the family's, where nothing stands yet; the earlier child becomes a brother or sister. Nobody is named twice, and the child is not its own sibling.
    /// </summary>
    /// <param name="earlier">Where the answers come from.</param>
    /// <param name="standing">What the other form holds, by path.</param>
    public static IReadOnlyDictionary<string, string> ForAnotherChild(EarlierForm earlier, IReadOnlyDictionary<string, string> standing)
    {
        var copied = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in Parts.Where(part => !part.Any(path => IsThere(standing, path))))
        {
            foreach (var path in part.Where(path => IsThere(earlier.Fields, path) && !FormReader.IsClosed(AdmissionForm.Find(path)!, earlier.Fields)))
            {
                copied[path] = earlier.Fields[path];
            }
        }

        var child = standing.GetValueOrDefault("child.name");
        Fill("parents", AdmissionForm.MostParents, People("parents", AdmissionForm.MostParents, earlier.Fields), [], standing, copied);
        Fill("siblings", AdmissionForm.MostSiblings, [AsSibling(earlier), .. People("siblings", AdmissionForm.MostSiblings, earlier.Fields)], [child], standing, copied);
        return copied;
    }

    /// <summary>Whether two names as typed are one.</summary>
    public static bool IsSame(string? name, string? other) => Typed.Fold(name ?? "") is { Length: > 0 } folded && folded == Typed.Fold(other ?? "");

    private static Dictionary<string, string> AsSibling(EarlierForm earlier)
    {
        var sibling = new Dictionary<string, string>(StringComparer.Ordinal) { ["name"] = earlier.ChildName };
        if (earlier.Enrolled is { } id)
        {
            (sibling["class"], sibling["enrollmentId"]) = (earlier.ClassCode, id.Value);
        }

        return sibling;
    }

    private static IEnumerable<Dictionary<string, string>> People(string list, int most, IReadOnlyDictionary<string, string> fields) =>
        Enumerable.Range(0, most).Select(number => At(list, number)).Select(at => fields
            .Where(field => field.Key.StartsWith(at, StringComparison.Ordinal) && IsThere(fields, field.Key))
            .ToDictionary(field => field.Key[at.Length..], field => field.Value, StringComparer.Ordinal));

    // whoever has a name and isn't there yet goes to the next place that is empty
    private static void Fill(
        string list, int most, IEnumerable<Dictionary<string, string>> people, IReadOnlyList<string?> known, IReadOnlyDictionary<string, string> standing, Dictionary<string, string> copied)
    {
        var names = People(list, most, standing).Select(person => person.GetValueOrDefault("name")).Concat(known).ToList();
        var free = new Queue<string>(Enumerable.Range(0, most).Select(number => At(list, number)).Where(at => !standing.Any(field => field.Key.StartsWith(at, StringComparison.Ordinal) && IsThere(standing, field.Key))));
        foreach (var person in people.Where(person => !string.IsNullOrWhiteSpace(person.GetValueOrDefault("name"))))
        {
            if (names.Exists(name => IsSame(name, person["name"])) || !free.TryDequeue(out var at))
            {
                continue;
            }

            names.Add(person["name"]);
            foreach (var (what, value) in person)
            {
                copied[at + what] = value;
            }
        }
    }

    private static string At(string list, int number) => string.Create(CultureInfo.InvariantCulture, $"{list}.{number}.");

    private static bool IsThere(IReadOnlyDictionary<string, string> fields, string path) => !string.IsNullOrWhiteSpace(fields.GetValueOrDefault(path));
}
