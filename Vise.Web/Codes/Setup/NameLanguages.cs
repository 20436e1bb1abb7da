namespace Vise.Web.Codes.Setup;

/// <summary>What the languages of names call themselves.</summary>
public static class NameLanguages
{
    private static readonly Dictionary<string, string> Own = new(StringComparer.Ordinal)
    {
        ["en"] = "English",
        ["hi"] = "हिन्दी",
        ["mr"] = "मराठी",
        ["ta"] = "தமிழ்",
        ["kn"] = "ಕನ್ನಡ",
        ["te"] = "తెలుగు",
        ["bn"] = "বাংলা",
        ["gu"] = "ગુજરાતી",
        ["ml"] = "മലയാളം",
        ["pa"] = "ਪੰਜਾਬੀ",
        ["or"] = "ଓଡ଼ିଆ",
        ["as"] = "অসমীয়া",
        ["ur"] = "اردو",
    };

    public static string Of(string language) => Own.GetValueOrDefault(language, language);
}
