using Microsoft.AspNetCore.Components;
using Vise.Data.Operations;
using Vise.Data.Users;
using Vise.Domain.Codes;
using Vise.Domain.Users;
using Vise.Web.Access;
using Vise.Web.Operations.Messages;
using Vise.Web.Shell;

namespace Vise.Web.Operations.Jobs;

/// <summary>How background work stands, and what may be tried again.</summary>
public sealed partial class JobsPage
{
    private const int Shown = 50;

    private OutboxFigures? _figures;
    private JobsState? _jobs;
    private IReadOnlyList<TroubledEffect> _troubled = [];
    private bool _carries;
    private bool _showsMailbox;
    private bool _ready;

    [Inject]
    private Visitor Visitor { get; set; } = default!;

    [Inject]
    private OutboxWatch Outbox { get; set; } = default!;

    [Inject]
    private PostBox Post { get; set; } = default!;

    [Inject]
    private JobsBook Book { get; set; } = default!;

    [Inject]
    private IServiceProvider Services { get; set; } = default!;

    protected override async Task OnInitializedAsync()
    {
        var channel = Services.GetService<IMessageChannel>();
        (_carries, _showsMailbox) = (channel is not null, Services.GetRequiredService<MessageChannels>().UseMailbox);
        if (RendererInfo.IsInteractive)
        {
            await ReadAsync();
        }
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (!_ready && _figures is not null)
        {
            _ready = true;
            StateHasChanged();
        }
    }

    // asked anew each time: an open page outlives a grant
    private async Task ReadAsync()
    {
        if (await Visitor.ActAsync(Duty.ReadOperations, default) is not { } actor)
        {
            (_figures, _troubled) = (null, []);
            return;
        }

        _figures = Sum((await Outbox.FiguresAsync(actor, default)).Value, (await Post.FiguresAsync(actor, default)).Value);
        var (effects, post) = ((await Outbox.TroubledAsync(actor, Shown, default)).Value ?? [], (await Post.TroubledAsync(actor, Shown, default)).Value ?? []);
        _troubled = [.. effects.Concat(post).OrderByDescending(troubled => troubled.CreatedTime).Take(Shown)];
        _jobs = await Task.Run(Book.Read);
    }

    private async Task TryAgainAsync(TroubledEffect effect)
    {
        if (effect.Kind == PostBox.Kind)
        {
            if (await Visitor.ActAsync(Duty.ReadOperations, default) is { } reader)
            {
                await Post.TryAgainAsync(reader, effect.OutboxId, default);
            }
        }
        else if (BranchId.Parse(effect.BranchId) is var branch && await Visitor.ActAsync(Duty.ReadOperations, branch, default) is { } actor)
        {
            await Outbox.TryAgainAsync(actor, branch, effect.OutboxId, default);
        }

        await ReadAsync();
    }

    private static OutboxFigures? Sum(OutboxFigures? effects, OutboxFigures? post) => effects is null || post is null ? null : new OutboxFigures(
        effects.Waiting + post.Waiting, effects.Failing + post.Failing, Math.Max(effects.OldestSeconds, post.OldestSeconds), effects.CarriedToday + post.CarriedToday, effects.Abandoned + post.Abandoned);

    private string When(DateTimeOffset? moment) => moment is { } known ? Formats.DateAndTime(known) : Words["Never"];

    private string How(JobLine job) => Words[job.HasError ? "Failed" : job.State switch { "Succeeded" => "Succeeded", null => "Never", _ => "Running" }];
}
