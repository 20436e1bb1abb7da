using Vise.Tests.Support;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace Vise.Tests.Support;

/// <summary>
/// Starts the classes that take longest before the others, so that a run does not end with one of them alone on a machine that has
/// nothing else to do. The others come in any order, another one in each run.
/// </summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    // a name that is no longer there does no harm
    private static readonly string[] Long =
    [
        "Operations.KilledNodeTests", "Browser.BackgroundWorkTests", "FamilyApp", "Browser.WholeStoryTests", "Browser.FindingStoryTests", "Browser.WeightTests",
        "Access.AccessMatrixTests", "Browser.NothingLostTests", "Browser.NodeLostTests", "Browser.PhoneRunTests", "Caching.TwoNodesTests", "Browser.AskingStoryTests",
    ];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. DefaultTestCollectionOrderer.Instance.OrderTestCollections(testCollections).OrderBy(Place)];

    private static int Place<TTestCollection>(TTestCollection collection)
        where TTestCollection : ITestCollection
    {
        // "FamilyApp", or "Test collection for Vise.Tests.Operations.KilledNodeTests (id: ...)"
        var name = collection.TestCollectionDisplayName;
        var place = Array.FindIndex(Long, each => name == each || name.Contains($"Vise.Tests.{each} ", StringComparison.Ordinal));
        return place < 0 ? Long.Length : place;
    }
}
