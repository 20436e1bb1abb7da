using System.Security.Cryptography;
using System.Text;
using Vise.Data.Users;
using Vise.Domain;
using Vise.Domain.Users;
using Vise.Web.Admissions.Api;

namespace Vise.Web.Shell.Api;

/// <summary>
/// <c>Idempotency-Key</c> on every POST of the API: the first request is carried out, a repeated one gets the very same status and body, a twin waits for it.
/// A client that hung up is carried out to the end, since it will ask again.
/// </summary>
public sealed class OnceDoor(IHttpContextAccessor contexts, OnceDesk desk, ApiProblems problems, Refused refused)
{
    /// <summary>The header's name (IETF draft-ietf-httpapi-idempotency-key-header).</summary>
    public const string Header = "Idempotency-Key";

    /// <summary>Says that the answer is an earlier one.</summary>
    public const string Replayed = "Idempotency-Replayed";

    private const int LongestKey = 200;
    private const int Looks = 100;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    /// <summary>Before the body is read: keeps it for the hash, and goes on when the client has gone.</summary>
    public static Task ListenAsync(HttpContext http, RequestDelegate next)
    {
        if (IsKeyed(http.Request))
        {
            http.Request.EnableBuffering();
            http.RequestAborted = CancellationToken.None;
        }

        return next(http);
    }

    /// <summary>Does the work once for the request's key, as often as it is sent; without a key, each time.</summary>
    /// <param name="by">Who was granted the duty.</param>
    /// <param name="duty">The duty.</param>
    /// <param name="work">The change. It gets the actor whose transaction notes the key.</param>
    /// <param name="ct">Ends the wait for a twin.</param>
    public async Task<IResult> RunAsync(Actor by, Duty duty, Func<Actor, Task<IResult>> work, CancellationToken ct)
    {
        var http = contexts.HttpContext!;
        if (!IsKeyed(http.Request))
        {
            return await work(by);
        }

        var key = http.Request.Headers[Header].ToString();
        if (key.Length is 0 or > LongestKey)
        {
            return problems.Unreadable((Header, problems.Error("Key")));
        }

        var turn = await TakeAsync(by, duty, key, await HashAsync(http.Request, ct), ct);
        if (turn.Value is not { } mine)
        {
            return await refused.AsAsync(turn.Refusal!, ifMatch: false, ct);
        }

        if (mine.Earlier is { } earlier)
        {
            http.Response.Headers[Replayed] = "true";
            return new Answered(earlier);
        }

        return await CarryOutAsync(http, by, duty, mine.Claim!, work);
    }

    private static bool IsKeyed(HttpRequest request) => HttpMethods.IsPost(request.Method) && request.Headers.ContainsKey(Header);

    private async Task<Outcome<OnceTurn>> TakeAsync(Actor by, Duty duty, string key, byte[] hash, CancellationToken ct)
    {
        var turn = await desk.TakeAsync(by, duty, key, hash, ct);
        for (var looks = 0; looks < Looks && turn.Refusal is KeyInUse; looks++)
        {
            await Task.Delay(BetweenLooks, ct);
            turn = await desk.TakeAsync(by, duty, key, hash, ct);
        }

        return turn;
    }

    private async Task<IResult> CarryOutAsync(HttpContext http, Actor by, Duty duty, OnceClaim claim, Func<Actor, Task<IResult>> work)
    {
        try
        {
            var answer = await DrawAsync(http, await work(by.Under(claim)));
            if (answer.Status is >= 200 and < 300)
            {
                await desk.KeepAsync(by, duty, claim, answer, CancellationToken.None);
            }
            else
            {
                await desk.FreeAsync(by, duty, claim, CancellationToken.None);
            }

            return new Answered(answer);
        }
        catch
        {
            // where the change was made all the same, the key stays
            await desk.FreeAsync(by, duty, claim, CancellationToken.None);
            throw;
        }
    }

    private static async Task<OnceAnswer> DrawAsync(HttpContext http, IResult result)
    {
        var (response, wire) = (http.Response, http.Response.Body);
        using var drawn = new MemoryStream();
        response.Body = drawn;
        try
        {
            await result.ExecuteAsync(http);
        }
        finally
        {
            response.Body = wire;
        }

        return new OnceAnswer((short)response.StatusCode, response.ContentType, Named(response.Headers.Location), Named(response.Headers.ETag), drawn.ToArray());
    }

    private static string? Named(Microsoft.Extensions.Primitives.StringValues header) => header.ToString() is { Length: > 0 } value ? value : null;

    // a form's boundaries differ from try to try: what counts are its parts
    private static async Task<byte[]> HashAsync(HttpRequest request, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, $"{request.Method} {request.Path}{request.QueryString}");
        if (request.HasFormContentType && await FormAsync(request, ct) is { } form)
        {
            foreach (var field in form.OrderBy(field => field.Key, StringComparer.Ordinal))
            {
                Add(hash, $"{field.Key}={field.Value}");
            }

            foreach (var file in form.Files)
            {
                Add(hash, $"{file.Name}={file.FileName}");
                await using var content = file.OpenReadStream();
                hash.AppendData(await SHA256.HashDataAsync(content, ct));
            }

            return hash.GetHashAndReset();
        }

        request.Body.Position = 0;
        hash.AppendData(await SHA256.HashDataAsync(request.Body, ct));
        request.Body.Position = 0;
        return hash.GetHashAndReset();
    }

    private static async Task<IFormCollection?> FormAsync(HttpRequest request, CancellationToken ct)
    {
        try
        {
            return await request.ReadFormAsync(ct);
        }
        catch (Exception e) when (e is InvalidDataException or IOException and not BadHttpRequestException)
        {
            // not a form as it says: the handler tells
            return null;
        }
    }

    private static void Add(IncrementalHash hash, string text)
    {
        hash.AppendData(Encoding.UTF8.GetBytes(text));
        hash.AppendData([0]);
    }

    /// <summary>An answer as it was drawn.</summary>
    private sealed class Answered(OnceAnswer answer) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.StatusCode = answer.Status;
            response.ContentType = answer.ContentType;
            response.Headers.Location = answer.Location;
            response.Headers.ETag = answer.ETag;
            if (answer.Body.Length > 0)
            {
                await response.Body.WriteAsync(answer.Body, httpContext.RequestAborted);
            }
        }
    }
}
