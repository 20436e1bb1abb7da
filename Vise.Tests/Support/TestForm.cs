namespace Vise.Tests.Support;

/// <summary>A form as typed, complete and valid for class 1 and 2 of 2025-26.</summary>
public static class TestForm
{
    public static IReadOnlyDictionary<string, string> Complete { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["child.name"] = "Asha Ramesh Patil",
        ["child.birthDate"] = "2018-02-14",
        ["child.gender"] = "F",
        ["child.nationality"] = "IN",
        ["child.motherTongue"] = "mr",
        ["child.socialCategory"] = "general",
        ["child.apaarId"] = "123456789012",
        ["child.aadhaar"] = "9999 9999 0019",
        ["sought.medium"] = "mr",
        ["sought.quota"] = "open",
        ["parents.0.name"] = "Ramesh Patil",
        ["parents.0.relation"] = "father",
        ["parents.0.mobile"] = "098230 12345",
        ["address.permanent.line"] = "12 Lakshmi Road",
        ["address.permanent.locality"] = "Pune",
        ["address.permanent.pinCode"] = "411030",
        ["address.presentIsSame"] = "yes",
        ["consent.given"] = "yes",
    };

    /// <summary>The complete form with some fields typed otherwise; null takes a field out.</summary>
    public static IReadOnlyDictionary<string, string> With(params (string Path, string? Value)[] changes)
    {
        var form = new Dictionary<string, string>(Complete, StringComparer.Ordinal);
        foreach (var (path, value) in changes)
        {
            if (value is null)
            {
                form.Remove(path);
            }
            else
            {
                form[path] = value;
            }
        }

        return form;
    }
}
