using Vise.Domain.Admissions;

namespace Vise.Web.Shell;

/// <summary>The addresses of a person's own data.</summary>
public static class OwnDataPaths
{
    /// <summary>What VISE keeps about the person: taking it out, consent, erasure.</summary>
    public const string Page = Paths.Account + "/data";

    /// <summary>Where the archive of it is asked for.</summary>
    public const string Export = Page + "/export";

    /// <summary>Where erasure is asked for.</summary>
    public const string Erase = Page + "/erase";

    /// <summary>What was agreed to for an application, and taking it back.</summary>
    public static string Consent(ApplicationId id) => $"{Paths.My}/{id}/consent";
}
