namespace Vise.Data.Secrets;

/// <summary>How a secret is shown: by its last four characters.</summary>
public static class FieldMask
{
    private const string Hidden = "••••";

    /// <summary><c>•••• •••• 0019</c>; what is too short to show a part of shows nothing.</summary>
    public static string Of(string secret) => secret.Length > 4 ? $"{Hidden} {Hidden} {secret[^4..]}" : Hidden;

    /// <summary>Whether it is a secret as it was shown, sent back.</summary>
    public static bool Is(string text) => text.StartsWith(Hidden[0]);
}
