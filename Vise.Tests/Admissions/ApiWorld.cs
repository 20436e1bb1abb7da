using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Vise.Tests.Support;
using Vise.Web.Access;
using Vise.Web.Shell;
using Xunit;

namespace Vise.Tests.Admissions;

/// <summary>The whole app in demo mode for one class of tests; each test makes applications of its own.</summary>
public sealed class ApiWorld(TestCluster cluster) : IAsyncLifetime
{
    public TestDatabase Database { get; private set; } = null!;

    public TestApp App { get; private set; } = null!;

    /// <summary>The sample of the repository, as a client would post it.</summary>
    public static string Sample { get; } = File.ReadAllText(Source.File("samples", "admission-form.json"));

    public async ValueTask InitializeAsync()
    {
        Database = await cluster.NewDemoAsync(applications: true);
        App = new TestApp(Database, ("Demo:Enabled", "true"));
        App.Browser().Dispose();
    }

    /// <summary>A client that speaks for a demo service account, or for nobody.</summary>
    public Task<ApiClient> AsAsync(string? service) => ApiClient.SignInAsync(App, service);

    /// <summary>A further database, for an app with settings of its own.</summary>
    public Task<TestDatabase> NewDatabaseAsync() => cluster.NewDatabaseAsync();

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Database.DisposeAsync();
    }
}

/// <summary>What came back: status, headers and the body as JSON, where it is JSON.</summary>
public sealed record ApiAnswer(HttpStatusCode Status, string Text, HttpResponseMessage Response)
{
    public JsonNode Json => JsonNode.Parse(Text)!;

    public string? Type => Response.Content.Headers.ContentType?.MediaType;

    public string Problem => Json["type"]!.GetValue<string>().Split(':')[^1];

    public string Tag => Response.Headers.ETag!.Tag;

    public string Id => Json["applicationId"]!.GetValue<string>();

    public IReadOnlyList<string> Errors => [.. Json["errors"]!.AsObject().Select(error => error.Key)];
}

/// <summary>A plain HTTP client with a bearer token.</summary>
public sealed class ApiClient : IDisposable
{
    private readonly HttpClient _http;

    private ApiClient(HttpClient http) => _http = http;

    public static async Task<ApiClient> SignInAsync(TestApp app, string? service)
    {
        var http = new HttpClient { BaseAddress = app.Address };
        if (service is not null)
        {
            using var asked = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["grant_type"] = "client_credentials",
                ["client_id"] = service,
                ["client_secret"] = DemoAccounts.Password,
            });
            using var answer = await http.PostAsync(new Uri(AccessPaths.Token, UriKind.Relative), asked);
            var token = await answer.Content.ReadFromJsonAsync<JsonNode>();
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token!["access_token"]!.GetValue<string>());
        }

        return new ApiClient(http);
    }

    public async Task<ApiAnswer> SendAsync(HttpMethod method, string path, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = content };
        foreach (var (name, value) in headers)
        {
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        }

        var response = await _http.SendAsync(request);
        return new ApiAnswer(response.StatusCode, await response.Content.ReadAsStringAsync(), response);
    }

    public Task<ApiAnswer> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, null, headers);

    public Task<ApiAnswer> PostAsync(string path, string json = "{}", params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, new StringContent(json, Encoding.UTF8, "application/json"), headers);

    public Task<ApiAnswer> PutAsync(string path, string json, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Put, path, new StringContent(json, Encoding.UTF8, "application/json"), headers);

    /// <summary>Hands a file in as the birth certificate.</summary>
    public Task<ApiAnswer> UploadAsync(string application, byte[] file, string name, string kind = "birth_certificate") =>
        SendAsync(HttpMethod.Post, Of(application) + "/documents", new MultipartFormDataContent { { new StringContent(kind), "kind" }, { new ByteArrayContent(file), "file", name } });

    public Task<ApiAnswer> MoveAsync(string application, string to, string more = "") => PostAsync(Of(application) + "/transitions", $$"""{"to":"{{to}}"{{more}}}""");

    /// <summary>Begins the sample and returns its id.</summary>
    public async Task<string> BeginAsync()
    {
        var begun = await PostAsync(ApiPaths.Applications, ApiWorld.Sample);
        Assert.Equal(HttpStatusCode.Created, begun.Status);
        return begun.Id;
    }

    public static string Of(string application) => $"{ApiPaths.Applications}/{application}";

    public void Dispose() => _http.Dispose();
}
