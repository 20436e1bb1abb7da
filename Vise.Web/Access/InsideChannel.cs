using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Vise.Web.Operations;

namespace Vise.Web.Access;

/// <summary>
/// How sign-in asks the embedded authority for its description and its tokens: on this very machine. The public address may lead through a proxy that
/// only the outside reaches, and would be asked before this process itself is ready to be asked through it.
/// </summary>
internal sealed class InsideChannel(AccessSettings settings, IServer server, IConfiguration configuration) : DelegatingHandler(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, UseProxy = false })
{
    private const string Header = "X-Vise-Inside";

    // of this process alone: nobody outside can speak as it
    private readonly string _proof = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));

    /// <summary>Gives a request of our own the scheme and host under which the authority is known. Anybody else's header of that name counts for nothing.</summary>
    public Task ReceiveAsync(HttpContext http, RequestDelegate next)
    {
        var shown = http.Request.Headers[Header].ToString();
        if (shown.Length > 0 && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(shown), Encoding.ASCII.GetBytes(_proof)))
        {
            (http.Request.Scheme, http.Request.Host) = (settings.Address.Scheme, new HostString(settings.Address.Authority));
        }
        return next(http);
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (settings.IsEmbedded && settings.IsHttps && request.RequestUri is { } wanted && wanted.Authority == settings.Address.Authority && Here() is { } here)
        {
            request.RequestUri = new Uri(here, wanted.PathAndQuery);
            request.Headers.Host = settings.Address.Authority;
            request.Headers.TryAddWithoutValidation(Header, _proof);
        }
        return base.SendAsync(request, cancellationToken);
    }

    // the first plain address of the pages; none where the process ends TLS itself, and then the public address is asked
    private Uri? Here()
    {
        var management = ManagementPort.Of(configuration).Port;
        return server.Features.Get<IServerAddressesFeature>()?.Addresses
            .Select(BindingAddress.Parse)
            .Where(address => address.Scheme == Uri.UriSchemeHttp && !address.IsUnixPipe && address.Port != management)
            .Select(address => new UriBuilder(Uri.UriSchemeHttp, address.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "127.0.0.1" : address.Host, address.Port).Uri)
            .FirstOrDefault();
    }
}
