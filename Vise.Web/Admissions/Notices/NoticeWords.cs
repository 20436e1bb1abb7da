namespace Vise.Web.Admissions.Notices;

/// <summary>Marks the words of messages to families.</summary>
public sealed class NoticeWords;
