namespace Vise.Web.Admissions.Notices;

/// <summary>Marks the words of SMS to families: in English one part of 160 characters, in other scripts two of 67.</summary>
public sealed class SmsWords;
