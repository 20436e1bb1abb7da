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
    // the word that is not used, beside the one that is: a school, a form, an admission, an invitation, ... have one name on every page
    private static readonly Dictionary<string, string> OtherWords = new(StringComparer.Ordinal)
    {
        ["स्कूल"] = "विद्यालय",
        ["प्रपत्र"] = "फ़ॉर्म",
        ["फॉर्म"] = "फ़ॉर्म",
        ["दाख़िल"] = "प्रवेश, नामांकन",
        ["निमंत्रण"] = "आमंत्रण",
        ["ईमेल"] = "ई-मेल",
        ["साइन-इन"] = "साइन इन",
        ["डिवाइस"] = "उपकरण",
        ["समीक्षा"] = "जाँच",
        ["क्लर्क"] = "लिपिक",
        ["फ़ीस"] = "शुल्क",
        ["जिला"] = "ज़िला",
        ["अर्ज़ी"] = "आवेदन",
    };

    [Fact]
    public void Every_word_is_there_in_both_languages_with_the_same_gaps()
    {
        Dictionary<string, string> planted = new(StringComparer.Ordinal) { ["Save"] = "Save", ["Left"] = "{0} left", ["Gone"] = "Gone" };
        Dictionary<string, string> halfDone = new(StringComparer.Ordinal) { ["Save"] = " ", ["Left"] = "{1} शेष", ["Extra"] = "अधिक" };
        Assert.Equal(["Extra", "Gone", "Left", "Save"], Unlike(planted, halfDone).Order(StringComparer.Ordinal));

        Assert.NotEmpty(English());
        Assert.Empty(English().SelectMany(file => Unlike(Read(file), Read(HindiOf(file))).Select(key => $"{Path.GetFileName(file)}: {key}")));
    }

    [Fact]
    public void Hindi_words_are_written_in_Devanagari()
    {
        Assert.Equal(["Save"], NotHindi(new(StringComparer.Ordinal) { ["Save"] = "Save", ["Count"] = "{0}", ["Left"] = "{0} शेष" }));

        Assert.Empty(English().SelectMany(file => NotHindi(Read(HindiOf(file))).Select(key => $"{Path.GetFileName(file)}: {key}")));
    }

    [Fact]
    public void One_thing_has_one_Hindi_word_on_every_page()
    {
        Assert.Equal(["Find"], OtherWord(new(StringComparer.Ordinal) { ["Find"] = "स्कूल खोजें", ["Found"] = "विद्यालय मिला" }));

        Assert.Empty(English().SelectMany(file => OtherWord(Read(HindiOf(file))).Select(key => $"{Path.GetFileName(file)}: {key}")));
    }

    [Fact]
    public void Every_word_that_a_page_asks_for_exists()
    {
        var words = English().SelectMany(file => Read(file).Keys).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(["NoSuchWord", "NorThis"], Missing("<h1>@Words[\"NoSuchWord\"]</h1> @L[\"NorThis\", 1] @Words[\"Save\"]", ["Save"]));

        Assert.Empty(Source.Files("Vise.Web", ".razor", ".cs").SelectMany(file => Missing(File.ReadAllText(file), words).Select(key => $"{Path.GetFileName(file)}: {key}")));
    }

    [Fact]
    public void Words_asked_for_by_a_table_exist_too()
    {
        var words = Read(Source.File("Vise.Web", "Shell", "ShellWords.resx")).Keys;
        var asked = Enum.GetValues<ApplicationStatus>().Select(status => Statuses.Of(status).WordKey).Concat(DeskRail.Places.Select(place => place.WordKey))
            .Concat(new[] { "NotFound", "Forbidden", "Outage", "BadRequest", "TooMany", "Failure" }.SelectMany(page => new[] { $"{page}Title", $"{page}Text" })).ToList();
        Assert.NotEmpty(asked.Except(words.Except(["NotFoundTitle"], StringComparer.Ordinal), StringComparer.Ordinal));

        Assert.Empty(asked.Except(words, StringComparer.Ordinal));
    }

    // keys of one language alone, of a word that is empty in one, or of different gaps
    private static IEnumerable<string> Unlike(Dictionary<string, string> english, Dictionary<string, string> hindi) => english.Keys.Union(hindi.Keys, StringComparer.Ordinal)
        .Where(key => string.IsNullOrWhiteSpace(english.GetValueOrDefault(key)) || string.IsNullOrWhiteSpace(hindi.GetValueOrDefault(key)) || Gaps(english[key]) != Gaps(hindi[key]));

    private static IEnumerable<string> NotHindi(Dictionary<string, string> words) => words.Where(word => !Devanagari().IsMatch(word.Value)).Select(word => word.Key);

    private static IEnumerable<string> OtherWord(Dictionary<string, string> words) =>
        words.Where(word => OtherWords.Keys.Any(other => word.Value.Contains(other, StringComparison.Ordinal))).Select(word => word.Key);

    private static IEnumerable<string> Missing(string source, HashSet<string> words) =>
        Asked().Matches(source).Select(match => match.Groups["key"].Value).Where(key => !words.Contains(key));

    private static string HindiOf(string file) => file.Replace(".resx", ".hi.resx", StringComparison.Ordinal);

    private static IEnumerable<string> English() =>
        Source.Files("Vise.Web", "Words.resx");

    private static Dictionary<string, string> Read(string file) => XDocument.Load(file).Root!.Elements("data")
        .ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value, StringComparer.Ordinal);

    private static string Gaps(string text) =>
        string.Concat(Gap().Matches(text).Select(match => match.Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    [GeneratedRegex(@"\b(?:L|\w*Words)\[""(?<key>[^""{}]+)""", RegexOptions.None, 1000)]
    private static partial Regex Asked();

    // or no letters at all
    [GeneratedRegex(@"[\u0900-\u097F]|^[^\p{L}]+$", RegexOptions.None, 1000)]
    private static partial Regex Devanagari();

    [GeneratedRegex(@"\{\d\}", RegexOptions.None, 1000)]
    private static partial Regex Gap();
}
