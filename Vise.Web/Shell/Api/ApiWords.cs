namespace Vise.Web.Shell.Api;

/// <summary>Marks the words of the API's problem documents.</summary>
public sealed class ApiWords;
