using System.Globalization;
using Microsoft.Extensions.Localization;
using Vise.Data.Admissions;
using Vise.Data.Users;
using Vise.Web.Access;
using Vise.Web.Operations;
using Vise.Web.Operations.Messages;
using Vise.Web.Shell;

namespace Vise.Web.Users.Post;

/// <summary>Carries one claimed message to its address, once, or notes why not.</summary>
public sealed class PostCarrier(PostDesk desk, MessageChannels channels, IStringLocalizer<PostWords> words, IConfiguration configuration)
{
    private const string Unsure = "May have gone out already: not sent again by itself";

    /// <summary>Whether anybody can be reached; else messages wait.</summary>
    public bool Reaches => channels.Any;

    public async Task CarryAsync(ClaimedPost post, CancellationToken ct)
    {
        if (channels.For(post.Address) is not { } channel)
        {
            await (post.IsNews
                ? desk.TryAgainAsync(post, "No way to this kind of address is set", ct)
                : desk.EndAsync(post, post.State, "Too old to be told", ct));
            return;
        }

        var message = Written(post);
        if (post.State is NotificationState.Handing)
        {
            // whoever had it before us went away in the middle
            await (await channel.HasTakenAsync(message, ct) switch
            {
                true => desk.SentAsync(post, ct),
                false => desk.TryAgainAsync(post, "Broken off before the channel took it", ct),
                null => desk.EndAsync(post, NotificationState.Unsure, Unsure, ct),
            });
        }
        else if (!post.IsNews)
        {
            await desk.EndAsync(post, post.State, "Too old to be told", ct);
        }
        else
        {
            var answer = await channel.SendAsync(message, () => desk.HandOverAsync(post, channel.Name, ct), ct);
            await (answer.What switch
            {
                Handover.Taken => desk.SentAsync(post, CancellationToken.None),
                Handover.NotNow => desk.TryAgainAsync(post, answer.Why ?? "Not now", CancellationToken.None),
                Handover.Never => desk.EndAsync(post, NotificationState.Refused, answer.Why ?? "Refused", CancellationToken.None),
                _ => desk.EndAsync(post, NotificationState.Unsure, $"{Unsure} ({answer.Why})", CancellationToken.None),
            });
        }
    }

    private Message Written(ClaimedPost post)
    {
        var address = PublicAddress.Of(configuration);
        var before = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = new CultureInfo(Languages.Meant(post.Language) ?? Languages.English);
            object[] gaps = [.. post.Gaps.Select(gap => LocalPath.Is(gap) ? new Uri(address, gap).AbsoluteUri : gap)];
            var (subject, body) = MessageChannels.IsMobile(post.Address)
                ? ("", words[$"{post.Kind}.Sms", gaps].Value)
                : (words[$"{post.Kind}.Subject", gaps].Value, $"{words[$"{post.Kind}.Body", gaps].Value}\n\n{words["Foot", address.AbsoluteUri].Value}\n");
            return new Message(null, post.PostId, $"{post.PostId:N}@{address.Host}", post.Address, post.Language, post.Kind, subject, body);
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = before;
        }
    }
}
