using Microsoft.AspNetCore.Components;
using Vise.Data.Admissions;
using Vise.Data.Users;
using Vise.Domain.Users;
using Vise.Web.Access;
using Vise.Web.Operations.Messages;

namespace Vise.Web.Operations.Jobs;

/// <summary>The demo's mailbox: what families would have got by e-mail. Where there is a mail server, there is no such page.</summary>
public sealed partial class MailboxPage
{
    private const int Shown = 50;

    private IReadOnlyList<MailboxMessage>? _messages;
    private bool _ready;

    [Inject]
    private Visitor Visitor { get; set; } = default!;

    [Inject]
    private MailboxDesk Mailbox { get; set; } = default!;

    [Inject]
    private PostBox Post { get; set; } = default!;

    [Inject]
    private IServiceProvider Services { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    protected override async Task OnInitializedAsync()
    {
        if (!Services.GetRequiredService<MessageChannels>().UseMailbox)
        {
            Navigation.NotFound();
        }
        else if (RendererInfo.IsInteractive)
        {
            await ReadAsync();
        }
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (!_ready && _messages is not null)
        {
            _ready = true;
            StateHasChanged();
        }
    }

    private async Task ReadAsync() => _messages = await Visitor.ActAsync(Duty.ReadOperations, default) is { } actor
        ? [.. ((await Mailbox.NewestAsync(actor, Shown, default)).Value ?? []).Concat((await Post.NewestAsync(actor, Shown, default)).Value ?? [])
            .OrderByDescending(message => message.SentTime).Take(Shown)]
        : null;
}
