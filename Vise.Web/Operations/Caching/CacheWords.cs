namespace Vise.Web.Operations.Caching;

/// <summary>Marks the words of the page about the cache.</summary>
public sealed class CacheWords;
