namespace Vise.Web.Shell;

/// <summary>Marks a page that needs no script at all: none is loaded.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class PlainPageAttribute : Attribute;
