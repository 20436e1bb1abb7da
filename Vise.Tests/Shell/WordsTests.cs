using System.Text.RegularExpressions;
using System.Xml.Linq;
using Vise.Domain.Admissions;
using Vise.Tests.Support;
using Vise.Web.Shell;
using Vise.Web.Shell.Layouts;
using Xunit;

namespace Vise.Tests.Shell;

/// <summary>Words of every module: <c>&lt;Module&gt;Words.resx</c> beside <c>&lt;Module&gt;Words.hi.resx</c>.</summary>
public sealed partial class WordsTests
{
    [Fact]
    public void Every_word_is_there_in_both_languages_with_the_same_gaps()
    {
        var files = English().ToList();
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            var (english, hindi) = (Read(file), Read(file.Replace(".resx", ".hi.resx", StringComparison.Ordinal)));
            Assert.Equal(english.Keys.Order(StringComparer.Ordinal), hindi.Keys.Order(StringComparer.Ordinal));
            Assert.All(english, word =>
            {
                Assert.False(string.IsNullOrWhiteSpace(word.Value), word.Key);
                Assert.False(string.IsNullOrWhiteSpace(hindi[word.Key]), word.Key);
                Assert.Equal(Gaps(word.Value), Gaps(hindi[word.Key]));
            });
        }
    }

    [Fact]
    public void Hindi_words_are_written_in_Devanagari() => Assert.All(
        English().SelectMany(file => Read(file.Replace(".resx", ".hi.resx", StringComparison.Ordinal))),
        word => Assert.Matches(@"[\u0900-\u097F]|^[^\p{L}]+$", word.Value));

    [Fact]
    public void Every_word_that_a_page_asks_for_exists()
    {
        var words = English().SelectMany(file => Read(file).Keys).ToHashSet(StringComparer.Ordinal);
        var missing = Source.Files("Vise.Web", ".razor", ".cs")
            .SelectMany(file => Asked().Matches(File.ReadAllText(file)).Select(match => (File: Path.GetFileName(file), Key: match.Groups["key"].Value)))
            .Where(asked => !words.Contains(asked.Key));
        Assert.Empty(missing);
    }

    [Fact]
    public void Words_asked_for_by_a_table_exist_too()
    {
        var words = Read(Source.File("Vise.Web", "Shell", "ShellWords.resx"));
        Assert.All(Enum.GetValues<ApplicationStatus>(), status => Assert.Contains(Statuses.Of(status).WordKey, words));
        Assert.All(DeskRail.Places, place => Assert.Contains(place.WordKey, words));
        Assert.All(["NotFound", "Forbidden", "Outage", "BadRequest", "TooMany", "Failure"], page =>
        {
            Assert.Contains($"{page}Title", words);
            Assert.Contains($"{page}Text", words);
        });
    }

    private static IEnumerable<string> English() =>
        Source.Files("Vise.Web", "Words.resx");

    private static Dictionary<string, string> Read(string file) => XDocument.Load(file).Root!.Elements("data")
        .ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value, StringComparer.Ordinal);

    private static string Gaps(string text) =>
        string.Concat(Gap().Matches(text).Select(match => match.Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    [GeneratedRegex(@"\b(?:L|\w*Words)\[""(?<key>[^""{}]+)""", RegexOptions.None, 1000)]
    private static partial Regex Asked();

    [GeneratedRegex(@"\{\d\}", RegexOptions.None, 1000)]
    private static partial Regex Gap();
}
