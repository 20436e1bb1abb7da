using System.Globalization;
using System.Text.RegularExpressions;
using MudBlazor;
using Vise.Tests.Support;
using Vise.Web.Shell;
using Xunit;

namespace Vise.Tests.Shell;

public sealed partial class TokensTests
{
    private static readonly string Css = File.ReadAllText(Source.File("Vise.Web", "wwwroot", "css", "tokens.css"));
    private static readonly string[] Grounds = ["paper", "sheet"];
    private static readonly string[] Chips = ["marigold", "leaf", "brick", "slate", "brand"];

    [Fact]
    public void Dark_by_device_and_dark_by_choice_are_the_same()
    {
        Assert.Equal(3, Blocks().Count);
        Assert.Equal(Blocks()[1], Blocks()[2]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void The_MudBlazor_theme_has_the_values_of_the_style_sheet(int block)
    {
        var css = Blocks()[block];
        var tokens = block == 0 ? Tokens.Light : Tokens.Dark;
        foreach (var property in typeof(Tokens).GetProperties().Where(property => property.PropertyType == typeof(string)))
        {
            var name = Capital().Replace(property.Name, "-$0").TrimStart('-').ToLowerInvariant();
            Assert.Equal(css[name], (string)property.GetValue(tokens)!);
        }

        Palette palette = block == 0 ? Theme.Vise.PaletteLight : Theme.Vise.PaletteDark;
        Assert.Equal(css["brand"], palette.Primary.ToString(MudBlazor.Utilities.MudColorOutputFormats.Hex).ToUpperInvariant());
        Assert.Equal(css["ink"], palette.TextPrimary.ToString(MudBlazor.Utilities.MudColorOutputFormats.Hex).ToUpperInvariant());
        Assert.Equal(css["sheet"], palette.Surface.ToString(MudBlazor.Utilities.MudColorOutputFormats.Hex).ToUpperInvariant());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Every_text_pair_has_a_contrast_of_4_5(int block)
    {
        var css = Blocks()[block];
        string[] texts = ["ink", "ink-soft", "brand", "brand-strong", .. Chips];
        var pairs = texts.SelectMany(text => Grounds.Select(ground => (text, ground)))
            .Concat(Chips.Select(chip => (chip, $"{chip}-soft")))
            .Concat([("ink", "brand-soft"), ("ink-soft", "brand-soft"), ("brand", "brand-soft"), ("ink", "marigold-soft"), ("on-brand", "brand"), ("on-brand", "brand-strong")]);
        Assert.All(pairs, pair => Assert.True(Contrast(css[pair.Item1], css[pair.Item2]) >= 4.5, $"{pair}: {Contrast(css[pair.Item1], css[pair.Item2]):0.00}"));
    }

    // the first block is light; later ones only override colours
    private static List<SortedDictionary<string, string>> Blocks() =>
        [.. Block().Matches(Css).Select(block => new SortedDictionary<string, string>(
            Colour().Matches(block.Value).ToDictionary(m => m.Groups["name"].Value, m => m.Groups["value"].Value, StringComparer.Ordinal), StringComparer.Ordinal))];

    private static double Contrast(string one, string other)
    {
        var (a, b) = (Light(one), Light(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    // WCAG 2.2, relative luminance
    private static double Light(string hex)
    {
        double Channel(int at)
        {
            var value = int.Parse(hex.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return value <= 0.03928 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
        }

        return (0.2126 * Channel(1)) + (0.7152 * Channel(3)) + (0.0722 * Channel(5));
    }

    [GeneratedRegex(@"color-scheme:[^}]*}", RegexOptions.None, 1000)]
    private static partial Regex Block();

    [GeneratedRegex(@"--(?<name>[a-z-]+): (?<value>#[0-9A-F]{6});", RegexOptions.None, 1000)]
    private static partial Regex Colour();

    [GeneratedRegex("[A-Z]", RegexOptions.None, 1000)]
    private static partial Regex Capital();
}
