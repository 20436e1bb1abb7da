using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Logging.Abstractions;
using Vise.Data;
using Vise.Data.Secrets;
using Vise.Data.Users;
using Vise.Web.Operations.Messages;
using Vise.Web.Users.Post;

namespace Vise.Tests.Support;

/// <summary>What carries messages to single addresses, in the app's own keys: as many nodes as a test asks for.</summary>
public sealed class TestLetters(BranchDb branches, FieldSeal seal, MessageChannels channels)
{
    private readonly IConfiguration _settings = new ConfigurationBuilder().AddInMemoryCollection([new("Public:Address", "https://vise.test")]).Build();

    public PostDesk Desk { get; } = new(branches, seal);

    /// <summary>All of an app's, to a mail server; mobiles get theirs in the mailbox.</summary>
    public static TestLetters Of(IServiceProvider app, TestMailServer server) => new(
        app.GetRequiredService<BranchDb>(), app.GetRequiredService<FieldSeal>(),
        new MessageChannels(TestPost.SmtpTo(server), new MailboxChannel(null!, new PostBox(app.GetRequiredService<BranchDb>()))));

    public PostService Node()
    {
        var words = new ServiceCollection().AddLogging().AddLocalization().BuildServiceProvider().GetRequiredService<IStringLocalizer<PostWords>>();
        return new PostService(Desk, new PostCarrier(Desk, channels, words, _settings), TimeProvider.System, NullLogger<PostService>.Instance);
    }

    /// <summary>One node carries until nothing is due.</summary>
    public async Task CarryAllAsync()
    {
        var node = Node();
        while (await node.CarryBatchAsync(CancellationToken.None) > 0)
        {
            // the next batch
        }
    }

    /// <summary>The six digits in a message.</summary>
    public static string CodeIn(string? text) => Regex.Match(text ?? "", @"\b\d{6}\b", RegexOptions.None, TimeSpan.FromSeconds(1)).Value;
}
