using Vise.Web.Shell;

namespace Vise.Web.Access;

/// <summary>Where a sign-in or a switch may come back to: a path of this site and nothing else.</summary>
public static class LocalPath
{
    /// <summary>Whether the text is a path of this site: one slash first, and nothing a browser reads as another host.</summary>
    public static bool Is(string? text) =>
        text is { Length: > 0 and <= 4000 } && text[0] == '/'
        && !(text.Length > 1 && text[1] is '/' or '\\')
        && !text.Any(char.IsControl);

    /// <summary>The path itself, or home where it is none.</summary>
    public static string OrHome(string? text) => Is(text) ? text! : Paths.Home;
}
