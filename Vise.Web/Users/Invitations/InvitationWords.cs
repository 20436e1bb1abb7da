namespace Vise.Web.Users.Invitations;

/// <summary>Marks <c>InvitationWords.resx</c> for <c>IStringLocalizer&lt;InvitationWords&gt;</c>.</summary>
public sealed class InvitationWords;
