using System.Buffers;
using System.IO.Pipelines;

namespace Vise.Web.Users.Data;

/// <summary>
/// The answer as an archive is written to it. An entry of a <c>ZipArchive</c> writes its last bytes synchronously even when it is closed asynchronously; those few wait
/// here, in the server's own buffer, for the next asynchronous write, and no thread waits for a slow phone.
/// </summary>
internal sealed class AnswerStream(PipeWriter answer) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) => answer.Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer) => answer.Write(buffer);

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => await answer.WriteAsync(buffer, cancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
        // goes out with what is written next, or at the end
    }

    public override async Task FlushAsync(CancellationToken cancellationToken) => await answer.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
