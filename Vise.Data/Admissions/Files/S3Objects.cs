using System.Net;
using System.Runtime.CompilerServices;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Vise.Data.Admissions.Files;

/// <summary>Which bucket of which S3-compatible server, and the keys to it.</summary>
/// <param name="Endpoint">Its address, https unless it is on this machine.</param>
/// <param name="PathStyle">The bucket stands in the path (most servers of one's own) and not in the host name.</param>
public sealed record S3Settings(Uri Endpoint, string Bucket, string Region, string AccessKey, string SecretKey, bool PathStyle);

/// <summary>Objects in a bucket of an S3-compatible server: its plain operations alone (put, get, head, delete, list).</summary>
public sealed class S3Objects : IDocumentObjects, IDisposable
{
    private readonly AmazonS3Client _client;
    private readonly string _bucket;
    private readonly bool _plain;

    public S3Objects(S3Settings settings)
    {
        (_bucket, _plain) = (settings.Bucket, settings.Endpoint.Scheme == "http");
        _client = new AmazonS3Client(new BasicAWSCredentials(settings.AccessKey, settings.SecretKey), new AmazonS3Config
        {
            ServiceURL = settings.Endpoint.AbsoluteUri,
            AuthenticationRegion = settings.Region,
            ForcePathStyle = settings.PathStyle,
            Timeout = TimeSpan.FromSeconds(20),
            MaxErrorRetry = 2,
            // newer checksums are asked of none: not every server knows them
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        });
    }

    public Task PutAsync(string key, Stream content, CancellationToken ct) => _client.PutObjectAsync(
        new PutObjectRequest
        {
            BucketName = _bucket,
            Key = key,
            InputStream = content,
            AutoCloseStream = false,
            AutoResetStreamPosition = false,
            ContentType = "application/octet-stream",
            UseChunkEncoding = false,
            // over TLS the body needs no signature of its own
            DisablePayloadSigning = !_plain,
        }, ct);

    public async Task<Stream?> OpenAsync(string key, CancellationToken ct)
    {
        try
        {
            return (await _client.GetObjectAsync(_bucket, key, ct)).ResponseStream;
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotFound && e.ErrorCode != "NoSuchBucket")
        {
            return null;
        }
    }

    public async Task<StoredObject?> HeadAsync(string key, CancellationToken ct)
    {
        try
        {
            var head = await _client.GetObjectMetadataAsync(_bucket, key, ct);
            return new StoredObject(key, head.ContentLength, TimeOf(head.LastModified));
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    public Task DeleteAsync(string key, CancellationToken ct) => _client.DeleteObjectAsync(_bucket, key, ct);

    public async IAsyncEnumerable<StoredObject> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken ct)
    {
        var request = new ListObjectsV2Request { BucketName = _bucket, Prefix = prefix };
        ListObjectsV2Response page;
        do
        {
            page = await _client.ListObjectsV2Async(request, ct);
            foreach (var one in page.S3Objects ?? [])
            {
                yield return new StoredObject(one.Key, one.Size ?? 0, TimeOf(one.LastModified));
            }

            request.ContinuationToken = page.NextContinuationToken;
        }
        while (page.IsTruncated == true);
    }

    public void Dispose() => _client.Dispose();

    // a server that tells no time must not make a file look old
    private static DateTimeOffset TimeOf(DateTime? told) => told is { } time ? new DateTimeOffset(time.ToUniversalTime(), TimeSpan.Zero) : DateTimeOffset.MaxValue;
}
