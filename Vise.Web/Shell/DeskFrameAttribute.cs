namespace Vise.Web.Shell;

/// <summary>Marks a static page that looks like the desk: its style sheets and keys are loaded, no circuit.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class DeskFrameAttribute : Attribute;
