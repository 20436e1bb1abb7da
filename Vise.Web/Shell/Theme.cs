using MudBlazor;

namespace Vise.Web.Shell;

/// <summary>One side, light or dark, of the tokens in <c>wwwroot/css/tokens.css</c>; a test holds both files to the same values.</summary>
public sealed record Tokens(
    string Paper, string Sheet, string Ink, string InkSoft, string Line, string Brand, string BrandStrong, string BrandSoft, string OnBrand,
    string Marigold, string Leaf, string Brick, string Slate)
{
    public static Tokens Light { get; } = new(
        "#FBFAF6", "#FFFFFF", "#17212B", "#55626E", "#DEDCD4", "#0B5A5C", "#084648", "#E3F0EE", "#FFFFFF", "#9E5806", "#2C7A4B", "#B3372B", "#5B6B7A");

    public static Tokens Dark { get; } = new(
        "#12171B", "#1A2126", "#E8ECEA", "#9FAEB5", "#2E393F", "#57B8B4", "#7FCFCB", "#15383A", "#12171B", "#F0A84A", "#6CC690", "#F08A7E", "#93A4B1");
}

/// <summary>MudBlazor's theme for staff pages, out of the same tokens as the native parts.</summary>
public static class Theme
{
    private static readonly string[] Sans = ["Noto Sans", "VISE Devanagari", "VISE Tamil", "system-ui", "sans-serif"];

    public static MudTheme Vise { get; } = new()
    {
        PaletteLight = Fill(new PaletteLight(), Tokens.Light),
        PaletteDark = Fill(new PaletteDark(), Tokens.Dark),
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "8px" },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Sans, FontSize = "0.875rem", LineHeight = "1.45", LetterSpacing = "normal" },
            Button = new ButtonTypography { FontFamily = Sans, FontSize = "0.875rem", FontWeight = "600", TextTransform = "none", LetterSpacing = "normal" },
        },
    };

    private static T Fill<T>(T palette, Tokens tokens) where T : Palette
    {
        palette.Background = tokens.Paper;
        palette.Surface = palette.DrawerBackground = palette.AppbarBackground = tokens.Sheet;
        palette.TextPrimary = palette.DrawerText = palette.AppbarText = palette.Dark = tokens.Ink;
        palette.TextSecondary = palette.ActionDefault = palette.DrawerIcon = tokens.InkSoft;
        palette.Divider = palette.LinesDefault = palette.TableLines = tokens.Line;
        palette.LinesInputs = tokens.InkSoft;
        palette.Primary = palette.Secondary = palette.Tertiary = tokens.Brand;
        palette.PrimaryContrastText = palette.SecondaryContrastText = palette.TertiaryContrastText = tokens.OnBrand;
        palette.Warning = tokens.Marigold;
        palette.Success = tokens.Leaf;
        palette.Error = tokens.Brick;
        palette.Info = tokens.Slate;
        palette.WarningContrastText = palette.SuccessContrastText = palette.ErrorContrastText = palette.InfoContrastText = tokens.OnBrand;
        return palette;
    }
}
