namespace Vise.Web.Shell.Offline;

/// <summary>Addresses that only a phone asks for.</summary>
public static class PhonePaths
{
    /// <summary>The page that a phone keeps and shows where there is no connection.</summary>
    public const string Offline = "/offline";

    /// <summary>What a phone needs to install VISE.</summary>
    public const string Manifest = "/manifest.webmanifest";

    /// <summary>The sign with room around it, for phones that cut their own shape.</summary>
    public const string MaskableIcon = "/icons/app-maskable-512.png";

    /// <summary>Who is signed in on this phone, for its script and its worker.</summary>
    public const string Phone = Paths.My + "/phone";

    /// <summary>VISE's sign, <paramref name="pixels"/> wide and high: 180, 192 or 512.</summary>
    public static string AppIcon(int pixels) => $"/icons/app-{pixels}.png";
}
