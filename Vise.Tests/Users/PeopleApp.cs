using System.Net;
using Vise.Tests.Access;
using Vise.Tests.Support;
using Vise.Web.Shell;
using Xunit;

namespace Vise.Tests.Users;

/// <summary>The app with its demo people, a mail server, and what carries messages to it; mobiles get theirs in the mailbox.</summary>
public sealed class PeopleApp : IAsyncDisposable
{
    public const string Password = "blue river mango";

    private readonly HttpClient _started;

    private PeopleApp(TestDatabase database, TestApp app, TestMailServer mail)
    {
        (Database, App, Mail) = (database, app, mail);
        _started = app.Browser();
        Letters = TestLetters.Of(app.Services, mail);
    }

    public TestDatabase Database { get; }

    public TestApp App { get; }

    public TestMailServer Mail { get; }

    public TestLetters Letters { get; }

    public static async Task<PeopleApp> StartAsync(TestCluster cluster)
    {
        var database = await cluster.NewDemoAsync();
        return new PeopleApp(database, new TestApp(database, ("Demo:Enabled", "true"), ("Demo:Applications", "false")), await TestMailServer.StartAsync());
    }

    public PlainBrowser NewBrowser() => new(App.Address);

    /// <summary>Has all messages carried and returns the newest code for an address.</summary>
    public async Task<string> CodeAsync(string address)
    {
        await Letters.CarryAllAsync();
        if (address.StartsWith('+'))
        {
            return TestLetters.CodeIn(await Database.ScalarAsync<string>($"select body from users.mailbox_message where recipient = '{address}' order by sent_time desc limit 1"));
        }

        return TestLetters.CodeIn(Assert.Single(Mail.Taken(), message => message.To.ToString() == address).Subject);
    }

    /// <summary>Asks for a code at an address' page and comes to where it is entered.</summary>
    public static async Task AskAsync(PlainBrowser browser, string path, string address)
    {
        await browser.GoAsync(path);
        await browser.SendAsync(("Form.Address", address));
    }

    /// <summary>Registers with an e-mail address or mobile number, up to where it leads.</summary>
    public async Task RegisterAsync(PlainBrowser browser, string address, string returnTo)
    {
        await AskAsync(browser, Paths.Register(returnTo), address);
        await browser.SendAsync(("Form.Code", await CodeAsync(address)));
        Assert.Equal(AccessPaths.RegisterFinish, browser.At.AbsolutePath);
        await browser.SendAsync(("Form.Name", "Leela Bhosale"), ("Form.Password", Password));
        Assert.Equal(HttpStatusCode.OK, browser.Status);
    }

    public async ValueTask DisposeAsync()
    {
        _started.Dispose();
        await App.DisposeAsync();
        await Mail.DisposeAsync();
        await Database.DisposeAsync();
    }
}
