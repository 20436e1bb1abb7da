using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Vise.Web.Operations.Messages;

namespace Vise.Tests.Support;

/// <summary>What an SMS gateway was asked.</summary>
public sealed record Texted(string Method, string Path, string Body, IReadOnlyDictionary<string, string> Headers);

/// <summary>A real HTTP server that takes SMS. What it does at a request's head and at its end a test may decide.</summary>
public sealed class TestGateway : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Texted> _taken = new();

    private TestGateway(WebApplication app) => _app = app;

    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/send";

    /// <summary>Every message it took, as often as it took it.</summary>
    public IReadOnlyList<Texted> Taken => [.. _taken];

    /// <summary>Before the body is read; after it, with the answer to give (0 hangs up), the message being taken when that is 2xx or 0.</summary>
    public Func<Task> AtHead { get; set; } = () => Task.CompletedTask;

    public Func<Texted, Task<int>> AtEnd { get; set; } = _ => Task.FromResult(202);

    /// <summary>The settings that send messages to it.</summary>
    public (string Key, string Value)[] Settings =>
    [
        ("Sms:Address", Address), ("Sms:Body", """{"to": "{to}", "message": {"text": "{text}", "language": "{language}", "parts": {parts}}, "template": "{template}", "reference": "{id}"}"""),
        ("Sms:Headers:Authorization", "Bearer gateway-key"), .. SmsSettings.Kinds.Select(kind => ($"Sms:Templates:{kind}", $"1107-{kind}")),
    ];

    public static async Task<TestGateway> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var gateway = new TestGateway(builder.Build());
        gateway._app.Run(gateway.AnswerAsync);
        await gateway._app.StartAsync();
        return gateway;
    }

    public SmsChannel Channel(params (string Key, string Value)[] settings) => new(SmsSettings.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(Pairs(Settings)).AddInMemoryCollection(Pairs(settings)).Build())!);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static IEnumerable<KeyValuePair<string, string?>> Pairs((string Key, string Value)[] settings) => settings.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value));

    private async Task AnswerAsync(HttpContext http)
    {
        await AtHead();
        using var reader = new StreamReader(http.Request.Body);
        var text = new Texted(
            http.Request.Method, http.Request.Path + http.Request.QueryString, await reader.ReadToEndAsync(),
            http.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase));
        var answer = await AtEnd(text);
        if (answer is 0 or (>= 200 and < 300))
        {
            _taken.Enqueue(text);
        }

        if (answer == 0)
        {
            http.Abort();
        }
        else
        {
            http.Response.StatusCode = answer;
        }
    }
}
