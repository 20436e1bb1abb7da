using System.Globalization;

namespace Vise.Data.Admissions.Files;

/// <summary>The pieces of an upload read one after the other out of the document store, each opened when its turn comes: nothing of the file is held.</summary>
/// <param name="objects">Where they lie.</param>
/// <param name="folder">What their keys begin with; the rest is the offset in eight digits.</param>
/// <param name="size">Of the whole file, bytes.</param>
internal sealed class PieceStream(IDocumentObjects objects, string folder, int size) : Stream
{
    private Stream? _piece;
    private int _begin;
    private int _read;

    /// <summary>Whether a piece was not there, which the reader was told by <see cref="FileNotFoundException"/>.</summary>
    public bool IsShort { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => size;

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    public static string KeyOf(string folder, int offset) => folder + offset.ToString("D8", CultureInfo.InvariantCulture);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_piece is not null || _read < size)
        {
            if (_piece is null)
            {
                _begin = _read;
                _piece = await objects.OpenAsync(KeyOf(folder, _read), cancellationToken) ?? throw Missing();
            }

            if (await _piece.ReadAsync(buffer, cancellationToken) is > 0 and var read)
            {
                _read += read;
                return read;
            }

            await _piece.DisposeAsync();
            _piece = null;
            if (_read == _begin)
            {
                throw Missing();
            }
        }

        return 0;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override async ValueTask DisposeAsync()
    {
        if (_piece is not null)
        {
            await _piece.DisposeAsync();
        }

        await base.DisposeAsync();
    }

    private FileNotFoundException Missing()
    {
        IsShort = true;
        return new FileNotFoundException("A piece of an upload is gone from the document store.");
    }
}
