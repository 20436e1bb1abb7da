using Vise.Domain.Users;

namespace Vise.Web.Access;

/// <summary>What a person knows a device by, out of what its browser says of itself. No version: it tells nothing and makes people traceable.</summary>
public static class Devices
{
    // the first that is found: browsers name those they descend from
    private static readonly (string Sign, string Name)[] Browsers =
    [
        ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("UCBrowser", "UC Browser"), ("FxiOS", "Firefox"), ("Firefox/", "Firefox"),
        ("CriOS", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
    ];

    private static readonly (string Sign, string Name)[] Systems =
    [
        ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("CrOS", "ChromeOS"), ("Windows", "Windows"), ("Macintosh", "macOS"), ("Linux", "Linux"),
    ];

    /// <summary>An app that got a token: it is not asked what it runs on.</summary>
    public static Device App { get; } = new("", "");

    /// <summary>Of the header <c>User-Agent</c>.</summary>
    public static Device Of(string? userAgent) => new(Find(Browsers, userAgent), Find(Systems, userAgent));

    private static string Find((string Sign, string Name)[] known, string? text) =>
        known.FirstOrDefault(each => text?.Contains(each.Sign, StringComparison.Ordinal) == true).Name ?? "";
}
