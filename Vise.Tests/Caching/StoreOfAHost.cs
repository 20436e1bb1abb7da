using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Vise.Tests.Caching;

[assembly: HostingStartup(typeof(StoreOfAHost))]

namespace Vise.Tests.Caching;

/// <summary>What an operator with a store of their own brings along: an assembly named in ASPNETCORE_HOSTINGSTARTUPASSEMBLIES.</summary>
public sealed class StoreOfAHost : IHostingStartup
{
    public void Configure(IWebHostBuilder builder) => builder.ConfigureServices(services => services.AddDistributedMemoryCache());
}
