namespace Vise.Web.Admissions;

/// <summary>Marks <c>EnquiryWords.resx</c> for <c>IStringLocalizer&lt;EnquiryWords&gt;</c>.</summary>
public sealed class EnquiryWords;
