using System.Text.RegularExpressions;
using Vise.Data.Admissions.Files;
using Vise.Web.Local;

namespace Vise.Web.Operations;

/// <summary>
/// The settings of documents: <c>Documents:Store</c> (disk or s3), <c>Documents:Directory</c>, <c>Documents:S3:Endpoint</c>, <c>Bucket</c>, <c>Region</c>, <c>AccessKey</c>,
/// <c>SecretKey</c>, <c>PathStyle</c>, and <c>Documents:Clamd</c>. A wrong one throws <see cref="SettingsException"/>, without quoting what may be secret.
/// </summary>
internal static partial class DocumentSettings
{
    private const string Store = "Documents:Store";
    private const string Folder = "Documents:Directory";
    private const string Clamd = "Documents:Clamd";
    private const string S3 = "Documents:S3:";

    public static DocumentPlaces Read(ConfigurationManager configuration, IHostEnvironment environment)
    {
        var s3 = (configuration[Store] ?? "disk").ToLowerInvariant() switch
        {
            "disk" or "" => null,
            "s3" => ReadS3(configuration),
            _ => throw new SettingsException($"{Store} must be disk or s3."),
        };
        if (s3 is null && environment.IsProduction() && !configuration.Has(Folder))
        {
            throw new SettingsException($"Production needs {Folder}: the folder of the families' documents, kept and backed up.");
        }

        configuration[Folder] ??= Path.Combine(LocalFolder.Of(configuration, environment), "documents");
        var clamd = configuration.Has(Clamd) ? configuration[Clamd] : null;
        if (clamd is not null && !ClamAv.IsAddress(clamd))
        {
            throw new SettingsException($"{Clamd} must be where the virus scanner listens, such as unix:/run/clamav/clamd.ctl or tcp://clamav.internal:3310.");
        }

        return new DocumentPlaces(configuration[Folder]!, s3, clamd);
    }

    private static S3Settings ReadS3(ConfigurationManager configuration)
    {
        var fine = Uri.TryCreate(configuration[S3 + "Endpoint"], UriKind.Absolute, out var endpoint)
            && (endpoint.Scheme == "https" || (endpoint.Scheme == "http" && endpoint.IsLoopback)) && endpoint.UserInfo.Length == 0 && endpoint.PathAndQuery == "/";
        if (!fine)
        {
            throw new SettingsException($"{S3}Endpoint must be the https address of the S3 server, such as https://s3.example; http is allowed for one on this machine only.");
        }

        if (configuration[S3 + "Bucket"] is not { } bucket || !BucketName().IsMatch(bucket))
        {
            throw new SettingsException($"{S3}Bucket must be a bucket's name: 3 to 63 lower-case letters, digits, dots and hyphens.");
        }

        if (!configuration.Has(S3 + "AccessKey") || !configuration.Has(S3 + "SecretKey"))
        {
            throw new SettingsException($"{S3}AccessKey and {S3}SecretKey are both needed to reach the bucket.");
        }

        var pathStyle = (configuration.Has(S3 + "PathStyle") ? configuration[S3 + "PathStyle"]! : "true").ToLowerInvariant() switch
        {
            "true" => true,
            "false" => false,
            _ => throw new SettingsException($"{S3}PathStyle must be true or false."),
        };
        var region = configuration.Has(S3 + "Region") ? configuration[S3 + "Region"]! : "us-east-1";
        return new S3Settings(endpoint!, bucket, region, configuration[S3 + "AccessKey"]!, configuration[S3 + "SecretKey"]!, pathStyle);
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", RegexOptions.None, 1000)]
    private static partial Regex BucketName();
}
