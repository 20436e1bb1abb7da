using Microsoft.Playwright;
using Vise.Domain.Admissions;
using Vise.Tests.Support;
using Vise.Web.Shell;
using Xunit;

namespace Vise.Tests.Browser;

/// <summary>One app with demo accounts for the tests of several classes, each with phones and a form of its own.</summary>
public sealed class FamilyApp(TestCluster cluster) : IAsyncLifetime
{
    public TestDatabase Database { get; private set; } = null!;

    public TestApp App { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Database = await cluster.NewDemoAsync();
        App = new TestApp(Database, ("Demo:Enabled", "true"), ("Demo:Applications", "false"));
        App.Browser().Dispose();
    }

    /// <summary>What the server has of a field; null before it has arrived.</summary>
    public Task<string?> ValueAsync(ApplicationId id, string path) =>
        Database.ScalarAsync<string>($"select coalesce(value, 'sealed') from admissions.draft_field where application_id = '{id}' and path = '{path}'");

    /// <summary>Waits until the server has a field so; the answer is polled, not timed.</summary>
    public Task ArrivedAsync(ApplicationId id, string path, string value) => TestNode.UntilAsync(async () => await ValueAsync(id, path) == value);

    /// <summary>Waits until the phone has its worker, the page for no connection and a copy of the open step.</summary>
    public static async Task ReadyForNoConnectionAsync(IPage page)
    {
        await page.EvaluateAsync("navigator.serviceWorker.ready.then(() => undefined)");
        await TestNode.UntilAsync(() => page.EvaluateAsync<bool>("async () => (await (await caches.open('vise-shell')).keys()).some((file) => file.url.includes('/offline'))"));
        // the worker was not there yet when the page came
        await page.ReloadAsync();
        await CopiedAsync(page);
    }

    /// <summary>Waits until the phone has a copy of the open step. Playwright's own wait takes a promise for an answer.</summary>
    public static Task CopiedAsync(IPage page) => TestNode.UntilAsync(() => page.EvaluateAsync<bool>("async () => Boolean(await caches.match(location.origin + location.pathname))"));

    /// <summary>Everything the phone keeps, as text: database, caches, both storages.</summary>
    public static Task<string> KeptAsync(IPage page) => page.EvaluateAsync<string>("""
        async () => {
          const kept = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })];
          for (const name of await caches.keys()) {
            for (const request of await (await caches.open(name)).keys()) {
              const file = await (await caches.open(name)).match(request);
              kept.push(name, request.url, /html|json/.test(file.headers.get('Content-Type')) ? await file.text() : '');
            }
          }
          for (const { name } of await indexedDB.databases()) {
            const database = await new Promise((done) => { indexedDB.open(name).onsuccess = (event) => done(event.target.result); });
            for (const store of database.objectStoreNames) {
              const rows = await new Promise((done) => { database.transaction(store).objectStore(store).getAll().onsuccess = (event) => done(event.target.result); });
              kept.push(name, store, JSON.stringify(rows, (_, value) => (value instanceof ArrayBuffer || ArrayBuffer.isView(value) ? new TextDecoder('latin1').decode(value) : value)));
            }
            database.close();
          }
          return kept.join('\n');
        }
        """);

    /// <summary>A browser without a worker, so that nothing is sent behind the pages.</summary>
    public static async Task WithoutWorkerAsync(IPage page)
    {
        await page.Context.AddInitScriptAsync("Object.defineProperty(Navigator.prototype, 'serviceWorker', { value: undefined })");
        await page.EvaluateAsync("navigator.serviceWorker.ready.then((worker) => worker.unregister())");
        await page.ReloadAsync();
    }

    /// <summary>Waits until the phone keeps a field that it could not send; with <paramref name="kept"/> false until it does not any more.</summary>
    public static Task KeptOnPhoneAsync(IPage page, string path, bool kept = true) => TestNode.UntilAsync(async () => kept == await page.EvaluateAsync<bool>(
        """
        (path) => new Promise((done) => {
          indexedDB.open('vise').onsuccess = ({ target }) => {
            target.result.transaction('unsent').objectStore('unsent').getAll().onsuccess = (event) => { target.result.close(); done(event.target.result.some((row) => row.path === path)); };
          };
        })
        """,
        path));

    /// <summary>What the browser does once it has a connection and no page is open.</summary>
    public static async Task SyncAsync(IPage page, Uri address)
    {
        var device = await page.Context.NewCDPSessionAsync(page);
        var found = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        device.Event("ServiceWorker.workerRegistrationUpdated").OnEvent += (_, told) =>
        {
            foreach (var registration in told!.Value.GetProperty("registrations").EnumerateArray())
            {
                found.TrySetResult(registration.GetProperty("registrationId").GetString()!);
            }
        };
        await device.SendAsync("ServiceWorker.enable");
        await device.SendAsync("ServiceWorker.dispatchSyncEvent", new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["origin"] = address.GetLeftPart(UriPartial.Authority),
            ["registrationId"] = await found.Task.WaitAsync(TimeSpan.FromSeconds(15)),
            ["tag"] = "vise-unsent",
            ["lastChance"] = false,
        });
    }

    public static Task SignAsync(IPage page, string words) => Assertions.Expect(page.Locator("#saved-sign")).ToContainTextAsync(words);

    public static string Child(ApplicationId id) => Paths.ApplyStep(id, "child");

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Database.DisposeAsync();
    }
}

/// <summary>The classes that share one app, and so follow each other.</summary>
[CollectionDefinition(nameof(FamilyApp))]
public sealed class FamilyAppTests : ICollectionFixture<FamilyApp>;
