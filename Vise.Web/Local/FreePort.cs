using System.Net;
using System.Net.Sockets;

namespace Vise.Web.Local;

/// <summary>Ports of the loopback address.</summary>
internal static class FreePort
{
    /// <summary>The wished port when it is free, else any free one; 0 wishes none.</summary>
    public static int Find(int wished = 0) => TryTake(wished) ?? TryTake(0) ?? throw new Operations.SettingsException("No free port is left on 127.0.0.1.");

    private static int? TryTake(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
