using System.Net;
using Garnet;
using Garnet.server;

namespace Vise.Web.Local;

/// <summary>A server of the Redis protocol inside our own process, for development: nothing to install, gone when we end.</summary>
public sealed class LocalRedis : IDisposable
{
    private readonly GarnetServer _server;

    private LocalRedis(GarnetServer server, int port)
    {
        _server = server;
        Port = port;
    }

    public int Port { get; }

    public string ConnectionString => $"127.0.0.1:{Port},abortConnect=false";

    /// <summary>Starts it on the wished loopback port when that is free, else on another.</summary>
    public static LocalRedis Start(int wishedPort = 0)
    {
        var port = FreePort.Find(wishedPort);
        var server = new GarnetServer(new GarnetServerOptions
        {
            EndPoints = [new IPEndPoint(IPAddress.Loopback, port)],
            LogMemorySize = "64m",
            PageSize = "4m",
            IndexMemorySize = "1m",
            QuietMode = true,
            EnableLua = true,
            // null would throw at the first script
            LuaOptions = new LuaOptions(LuaMemoryManagementMode.Native, "", TimeSpan.FromSeconds(5), default, [], null),
        });
        server.Start();
        return new LocalRedis(server, port);
    }

    public void Dispose() => _server.Dispose();
}
