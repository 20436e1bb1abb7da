using Vise.Domain;

namespace Vise.Data.Admissions.Files;

/// <summary>
/// How many transactions of this node wait for the document store at once: few beside the connections that the node has, so that a store that is slow holds up files and nothing else.
/// </summary>
internal static class StoreGate
{
    private const int Places = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly SemaphoreSlim Gate = new(Places);

    /// <summary>Does the work once there is a place; refuses for now (<see cref="DocumentRefused"/>, NotChecked) when none gets free in five seconds.</summary>
    public static async Task<Outcome<T>> WithinAsync<T>(Func<Task<Outcome<T>>> work, CancellationToken ct)
    {
        if (!await Gate.WaitAsync(Patience, ct))
        {
            return new DocumentRefused("NotChecked");
        }

        try
        {
            return await work();
        }
        finally
        {
            Gate.Release();
        }
    }
}
