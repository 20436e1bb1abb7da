using System.Text.RegularExpressions;
using System.Xml.Linq;
using Vise.Domain.Admissions;
using Vise.Tests.Support;
using Vise.Web.Shell;
using Vise.Web.Shell.Layouts;
using Xunit;

namespace Vise.Tests.Shell;

/// <summary>
/// Words of every module: <c>&lt;Module&gt;Words.resx</c> beside <c>&lt;Module&gt;Words.hi.resx</c>; what families read stands beside them in <c>.mr.resx</c> and <c>.ta.resx</c>.
/// </summary>
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

    // where only the office's words are; whoever chose a language that it lacks reads all of it in English
    private static readonly string[] OfficeRooms = ["Admissions/Desk/", "Admissions/Cycles/", "Codes/", "Operations/", "Users/People/", "Shell/Api/"];

    // what may stand in Latin letters: names, kinds of files, the short names of offices' papers as forms have them, an example; and the API's own header
    private static readonly HashSet<string> Latin = new(StringComparer.Ordinal)
    {
        "VISE", "PDF", "ZIP", "JSON", "JPEG", "PNG", "MB", "KB", "A", "HEIC", "PEN", "UDISE", "UPI", "OTP", "SMS", "URL", "QR", "USB", "Ctrl", "Enter",
        "APAAR", "RTE", "EWS", "BPL", "AAY", "SC", "ST", "OBC", "UDID", "Pune", "Idempotency", "Key",
    };

    [Fact]
    public void Every_word_is_there_in_each_language_with_the_same_gaps()
    {
        Dictionary<string, string> planted = new(StringComparer.Ordinal) { ["Save"] = "Save", ["Left"] = "{0} left", ["Gone"] = "Gone" };
        Dictionary<string, string> halfDone = new(StringComparer.Ordinal) { ["Save"] = " ", ["Left"] = "{1} शेष", ["Extra"] = "अधिक" };
        Assert.Equal(["Extra", "Gone", "Left", "Save"], Unlike(planted, halfDone).Order(StringComparer.Ordinal));

        Assert.NotEmpty(English());
        Assert.Empty(English().SelectMany(file => LanguagesOf(file).SelectMany(language => Unlike(Read(file), Read(In(file, language))).Select(key => $"{Path.GetFileName(file)}, {language}: {key}"))));
    }

    [Fact]
    public void Words_are_written_in_the_script_of_their_language()
    {
        Assert.Equal(["Save"], InOtherScript(new(StringComparer.Ordinal) { ["Save"] = "Save", ["Count"] = "{0}", ["Left"] = "{0} शेष" }, "hi"));
        Assert.Equal(["Save"], InOtherScript(new(StringComparer.Ordinal) { ["Save"] = "जतन", ["Left"] = "{0} மீதம்" }, "ta"));
        Assert.Equal(["Save"], WithLatin(new(StringComparer.Ordinal) { ["Save"] = "Save करा", ["File"] = "PDF फाइल", ["Left"] = "{0} शेष" }));

        Assert.Empty(English().SelectMany(file => LanguagesOf(file).SelectMany(language => InOtherScript(Read(In(file, language)), language).Select(key => $"{Path.GetFileName(file)}, {language}: {key}"))));
        Assert.Empty(English().Where(file => !IsOffices(file)).SelectMany(file => LanguagesOf(file).SelectMany(language => WithLatin(Read(In(file, language))).Select(key => $"{Path.GetFileName(file)}, {language}: {key}"))));
    }

    [Fact]
    public void A_familys_page_asks_for_no_word_that_only_the_office_has()
    {
        var family = English().Where(file => !IsOffices(file)).Select(Path.GetFileNameWithoutExtension).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(["DeskWords"], AskedOf("@inject IStringLocalizer<Vise.Web.Admissions.Desk.DeskWords> Words @inject IStringLocalizer<ShellWords> Common", family!));
        Assert.DoesNotContain(English().Where(IsOffices).SelectMany(file => new[] { "mr", "ta" }.Select(language => In(file, language))), File.Exists);

        // a token that is asked for too often is told so in the API's words
        Assert.Empty(Source.Files("Vise.Web", ".razor", ".cs").Where(file => !IsOffices(file) && Path.GetFileName(file) != "TokenThrottle.cs")
            .SelectMany(file => AskedOf(File.ReadAllText(file), family!).Select(words => $"{Path.GetFileName(file)}: {words}")));
    }

    [Fact]
    public void One_thing_has_one_Hindi_word_on_every_page()
    {
        Assert.Equal(["Find"], OtherWord(new(StringComparer.Ordinal) { ["Find"] = "स्कूल खोजें", ["Found"] = "विद्यालय मिला" }));

        Assert.Empty(English().SelectMany(file => OtherWord(Read(In(file, "hi"))).Select(key => $"{Path.GetFileName(file)}: {key}")));
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

    private static IEnumerable<string> InOtherScript(Dictionary<string, string> words, string language) =>
        words.Where(word => !(language is "ta" ? Tamil() : Devanagari()).IsMatch(word.Value)).Select(word => word.Key);

    private static IEnumerable<string> WithLatin(Dictionary<string, string> words) =>
        words.Where(word => LatinWord().Matches(GapOrAddress().Replace(word.Value, "")).Any(match => !Latin.Contains(match.Value))).Select(word => word.Key);

    private static IEnumerable<string> AskedOf(string source, HashSet<string> known) =>
        Localizer().Matches(source).Select(match => match.Groups["words"].Value).Where(words => !known.Contains(words));

    private static bool IsOffices(string file) =>
        OfficeRooms.Any(room => Path.GetRelativePath(Source.File("Vise.Web"), file).Replace(Path.DirectorySeparatorChar, '/').StartsWith(room, StringComparison.Ordinal));

    private static string[] LanguagesOf(string file) => IsOffices(file) ? ["hi"] : ["hi", "mr", "ta"];

    private static IEnumerable<string> OtherWord(Dictionary<string, string> words) =>
        words.Where(word => OtherWords.Keys.Any(other => word.Value.Contains(other, StringComparison.Ordinal))).Select(word => word.Key);

    private static IEnumerable<string> Missing(string source, HashSet<string> words) =>
        Asked().Matches(source).Select(match => match.Groups["key"].Value).Where(key => !words.Contains(key));

    private static string In(string file, string language) => file.Replace(".resx", $".{language}.resx", StringComparison.Ordinal);

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

    [GeneratedRegex(@"[\u0B80-\u0BFF]|^[^\p{L}]+$", RegexOptions.None, 1000)]
    private static partial Regex Tamil();

    [GeneratedRegex(@"\{\d\}|\S+@\S+", RegexOptions.None, 1000)]
    private static partial Regex GapOrAddress();

    [GeneratedRegex("[A-Za-z]+", RegexOptions.None, 1000)]
    private static partial Regex LatinWord();

    [GeneratedRegex(@"IStringLocalizer<(?:[\w.]+\.)?(?<words>\w+)>", RegexOptions.None, 1000)]
    private static partial Regex Localizer();

    [GeneratedRegex(@"\{\d\}", RegexOptions.None, 1000)]
    private static partial Regex Gap();
}
