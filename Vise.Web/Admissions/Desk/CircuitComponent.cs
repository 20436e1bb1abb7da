using Microsoft.AspNetCore.Components;

namespace Vise.Web.Admissions.Desk;

/// <summary>A part of a staff page that reads: when its page or circuit is gone, so are its queries.</summary>
public abstract class CircuitComponent : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _gone = new();

    /// <summary>For reads. What is written goes through, whether anybody still looks or not.</summary>
    protected CancellationToken Gone { get; }

    protected CircuitComponent() => Gone = _gone.Token;

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _gone.Cancel();
            _gone.Dispose();
        }
    }
}
