namespace Vise.Data.Admissions.Files;

/// <summary>Where documents lie, and who looks at them before they are taken.</summary>
/// <param name="Directory">The folder, where no S3 server is named.</param>
/// <param name="S3">The S3-compatible server's bucket; null for the folder.</param>
/// <param name="Clamd">The virus scanner's address; null for none.</param>
public sealed record DocumentPlaces(string Directory, S3Settings? S3 = null, string? Clamd = null)
{
    public IDocumentObjects Objects() => S3 is null ? new DiskObjects(Directory) : new S3Objects(S3);
}
