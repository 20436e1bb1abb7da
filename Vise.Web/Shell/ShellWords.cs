namespace Vise.Web.Shell;

/// <summary>Marks <c>ShellWords.resx</c> for <c>IStringLocalizer&lt;ShellWords&gt;</c>; every module has its own <c>&lt;Module&gt;Words</c>.</summary>
public sealed class ShellWords;
