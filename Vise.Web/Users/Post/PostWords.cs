namespace Vise.Web.Users.Post;

/// <summary>Marks the words of messages to single addresses: <c>kind.Subject</c>, <c>kind.Body</c> and, short, <c>kind.Sms</c>.</summary>
public sealed class PostWords;
