using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace Vise.Data.Admissions.Files;

/// <summary>What the virus scanner says.</summary>
public enum Verdict
{
    Clean,
    Infected,

    /// <summary>It didn't answer, or not with a verdict: the file is not taken.</summary>
    Unknown,
}

/// <summary>
/// Asks ClamAV's daemon (clamd, the command INSTREAM) about a file. Without an address nothing is asked and every file is clean; with one, a file is only taken
/// when the daemon has said so: a daemon that is away stops uploads and nothing else.
/// </summary>
/// <param name="address"><c>unix:/path/of/socket</c> or <c>tcp://host:port</c>; null for no check.</param>
public sealed class ClamAv(string? address)
{
    private const int Piece = 64 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Whether the address is one that can be asked.</summary>
    public static bool IsAddress(string address) => EndPointOf(address) is not null;

    public async Task<Verdict> LookAsync(ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        if (address is null)
        {
            return Verdict.Clean;
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        try
        {
            return VerdictOf(await AskAsync(content, patience.Token));
        }
        catch (Exception e) when (e is SocketException or IOException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return Verdict.Unknown;
        }
    }

    private async Task<string> AskAsync(ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        var (family, place) = EndPointOf(address!) ?? throw new InvalidOperationException("The scanner's address is not one.");
        using var socket = new Socket(family, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(place, ct);
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync("zINSTREAM\0"u8.ToArray(), ct);
        var length = new byte[4];
        for (var at = 0; at < content.Length; at += Piece)
        {
            var piece = content.Slice(at, Math.Min(Piece, content.Length - at));
            BinaryPrimitives.WriteInt32BigEndian(length, piece.Length);
            await stream.WriteAsync(length, ct);
            await stream.WriteAsync(piece, ct);
        }

        await stream.WriteAsync(new byte[4], ct);
        using var reader = new StreamReader(stream, Encoding.ASCII);
        return (await reader.ReadToEndAsync(ct)).Trim('\0', '\n', ' ');
    }

    private static Verdict VerdictOf(string answer) =>
        answer == "stream: OK" ? Verdict.Clean
        : answer.EndsWith(" FOUND", StringComparison.Ordinal) ? Verdict.Infected
        : Verdict.Unknown;

    private static (AddressFamily Family, System.Net.EndPoint Place)? EndPointOf(string address)
    {
        if (address.StartsWith("unix:/", StringComparison.Ordinal) && address.Length is > 6 and < 100)
        {
            return (AddressFamily.Unix, new UnixDomainSocketEndPoint(address[5..]));
        }

        return Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri is { Scheme: "tcp", Port: > 0, PathAndQuery: "" or "/" } && uri.Host.Length > 0
            ? (AddressFamily.InterNetwork, new System.Net.DnsEndPoint(uri.Host, uri.Port, AddressFamily.InterNetwork))
            : null;
    }
}
