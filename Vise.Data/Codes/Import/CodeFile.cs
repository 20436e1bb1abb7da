using System.Globalization;
using System.Text;
using CsvHelper;
using Vise.Domain;
using Vise.Domain.Users;

namespace Vise.Data.Codes;

/// <summary>A line of a file as it stands there: null for a column that the file doesn't have.</summary>
internal sealed record FileLine(int Line, string?[] Cells)
{
    public string? this[string column] => Cells[CodeLine.PlaceOf(column)];
}

/// <summary>The one CSV file of branches, institutions and curriculum (docs/modules/codes.md), read and written.</summary>
public static class CodeFile
{
    /// <summary>Bytes at most. The whole network's file has about 4 MB.</summary>
    public const int MostBytes = 8 * 1024 * 1024;

    /// <summary>Lines at most.</summary>
    public const int MostRows = 60_000;

    // bytes
    private const int MostOfALine = 32 * 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>
    /// Reads a file in UTF-8, with or without a byte-order mark, columns in any order, parted by comma, semicolon or tab. What spreadsheets
    /// put before a formula's first character is taken off.
    /// </summary>
    internal static Outcome<IReadOnlyList<FileLine>> Read(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > MostBytes)
        {
            return new FileRefused("TooLarge");
        }

        string text;
        try
        {
            text = Strict.GetString(bytes.Span).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            return new FileRefused("NotText");
        }

        if (text.Contains('\0', StringComparison.Ordinal))
        {
            return new FileRefused("NotText");
        }

        using var reader = CsvReader.FromText(text, new CsvReaderOptions
        {
            HasHeader = false,
            Separator = SeparatorOf(text),
            MalformedData = CsvMalformedDataHandling.Throw,
            MaxRecordSize = MostOfALine,
            TrackLineNumbers = true,
        });
        try
        {
            return Read(reader);
        }
        catch (CsvFormatException broken)
        {
            return new FileRefused("Broken", broken.LineNumber.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Writes what <see cref="Read(ReadOnlyMemory{byte})"/> reads, with the byte-order mark that spreadsheets know UTF-8 by.</summary>
    public static byte[] Write(IEnumerable<CodeLine> lines)
    {
        using var buffer = new MemoryStream();
        using (var csv = CsvWriter.Create(buffer, new CsvWriterOptions { WriteByteOrderMark = true }, leaveOpen: true))
        {
            csv.WriteRecord([.. CodeLine.Columns]);
            foreach (var line in lines)
            {
                csv.WriteRecord(Array.ConvertAll(line.Cells, Guarded));
            }
        }

        return buffer.ToArray();
    }

    // a cell that a spreadsheet would take for a formula gets an apostrophe, and one that has one already gets one more
    private static string Guarded(string cell) => IsFormula(cell.TrimStart('\'')) ? "'" + cell : cell;

    private static string Bare(string cell) => cell.StartsWith('\'') && IsFormula(cell.TrimStart('\'')) ? cell[1..] : cell;

    private static bool IsFormula(string text) => text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r';

    private static Outcome<IReadOnlyList<FileLine>> Read(CsvReader reader)
    {
        if (!reader.Read())
        {
            return new FileRefused("Empty");
        }

        var header = Cells(reader).Select(name => name.Trim().ToLowerInvariant()).ToArray();
        var places = header.Select(CodeLine.PlaceOf).ToArray();
        if (Array.Find(header, name => name.Length > 0 && CodeLine.PlaceOf(name) < 0) is { } unknown)
        {
            return new FileRefused("ColumnUnknown", unknown);
        }

        if (places.Where(place => place >= 0).GroupBy(place => place).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            return new FileRefused("ColumnTwice", CodeLine.Columns[twice.Key]);
        }

        if (!header.Contains("kind", StringComparer.Ordinal) || !header.Contains("branch_id", StringComparer.Ordinal))
        {
            return new FileRefused("NoKind");
        }

        List<FileLine> lines = [];
        while (reader.Read())
        {
            var record = Cells(reader);
            if (record.All(string.IsNullOrWhiteSpace))
            {
                continue;
            }

            if (lines.Count == MostRows)
            {
                return new FileRefused("TooManyRows");
            }

            if (record.Length > header.Length)
            {
                return new FileRefused("Broken", reader.LineNumber.ToString(CultureInfo.InvariantCulture));
            }

            var cells = new string?[CodeLine.Columns.Count];
            for (var at = 0; at < header.Length; at++)
            {
                if (places[at] >= 0)
                {
                    cells[places[at]] = at < record.Length && record[at].Length > 0 ? Typed.Clean(Bare(record[at])) : "";
                }
            }

            lines.Add(new FileLine((int)reader.LineNumber, cells));
        }

        return lines.Count == 0 ? new FileRefused("Empty") : new Outcome<IReadOnlyList<FileLine>>(lines, null);
    }

    private static string[] Cells(CsvReader reader)
    {
        var cells = new string[reader.FieldCount];
        for (var at = 0; at < cells.Length; at++)
        {
            cells[at] = reader.GetString(at);
        }

        return cells;
    }

    private static char SeparatorOf(string text)
    {
        var header = text[..(text.IndexOf('\n', StringComparison.Ordinal) is >= 0 and var end ? end : text.Length)];
        return header.Contains(',', StringComparison.Ordinal) ? ',' : header.Contains(';', StringComparison.Ordinal) ? ';' : header.Contains('\t', StringComparison.Ordinal) ? '\t' : ',';
    }
}
