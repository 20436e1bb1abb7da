namespace Vise.Data.Secrets;

/// <summary>A column of seals.</summary>
/// <param name="Table">Its table, with schema.</param>
/// <param name="Column">Its name.</param>
/// <param name="Key">The columns of the table's primary key.</param>
/// <param name="Purpose">SQL for what each seal is bound to, the same that <see cref="FieldSeal"/> was given.</param>
/// <param name="Hash">Where the keyed hash of the same text stands, and the path it was made for; null where there is none.</param>
public sealed record SealedColumn(string Table, string Column, IReadOnlyList<string> Key, string Purpose, (string Column, string Path)? Hash = null);

/// <summary>A column of text with a seal in it, in base64 between two marks.</summary>
/// <param name="Table">Its table, with schema.</param>
/// <param name="Column">Its name.</param>
/// <param name="Key">The column by which a row is found among those of <paramref name="Where"/>.</param>
/// <param name="Where">SQL for the rows that hold a seal.</param>
/// <param name="Before">What stands before the seal; empty when nothing does.</param>
/// <param name="After">What stands behind it.</param>
/// <param name="Purpose">SQL for what the seal is bound to.</param>
public sealed record SealedText(string Table, string Column, string Key, string Where, string Before, string After, string Purpose);

/// <summary>Where seals rest in the database. A test finds every column that isn't here.</summary>
public static class SealedColumns
{
    private static readonly string[] Application = ["branch_id", "application_id"];

    /// <summary>What the keys of cookies and tokens are sealed for.</summary>
    public const string SessionKeyPurpose = "session-key";

    public static IReadOnlyList<SealedText> Texts { get; } =
    [
        new("auth.data_protection_key", "xml", "id", "true", "<sealedKey>", "</sealedKey>", $"'{SessionKeyPurpose}'"),
    ];

    public static IReadOnlyList<SealedColumn> All { get; } =
    [
        new("admissions.draft_field", "sealed", [.. Application, "path"], "application_id || ':' || path"),
        new("admissions.amendment_field", "sealed", [.. Application, "amendment_id", "path"], "application_id || ':' || path"),
        new("admissions.applicant", "apaar_sealed", Application, "application_id || ':apaar'", ("apaar_hash", "apaar")),
        new("admissions.applicant", "aadhaar_sealed", Application, "application_id || ':aadhaar'", ("aadhaar_hash", "aadhaar")),
        new("admissions.applicant", "health_sealed", Application, "application_id || ':health'"),
        new("admissions.applicant", "disability_sealed", Application, "application_id || ':disability'"),
        new("admissions.applicant", "rte_sealed", Application, "application_id || ':rte'"),
        new("users.post", "sealed", ["post_id"], "'post:' || post_id"),
    ];
}
