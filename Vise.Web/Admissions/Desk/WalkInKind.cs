namespace Vise.Web.Admissions.Desk;

/// <summary>A kind of document that may come with a paper form.</summary>
/// <param name="Code">A code of the list <c>document</c>.</param>
/// <param name="Name">In the reader's language.</param>
/// <param name="Asked">Whether the class asks for it.</param>
/// <param name="Refused">Why a file of this kind was not taken just now, in words; null when none was refused.</param>
public sealed record WalkInKind(string Code, string Name, bool Asked, string? Refused);
