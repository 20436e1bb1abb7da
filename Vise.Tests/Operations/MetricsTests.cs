using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Vise.Tests.Admissions;
using Vise.Tests.Support;
using Vise.Web.Local;
using Vise.Web.Shell;
using Xunit;

namespace Vise.Tests.Operations;

/// <summary>The metrics as a real Prometheus takes them.</summary>
public class MetricsTests(ApiWorld world) : IClassFixture<ApiWorld>
{
    private static readonly string[] Names =
    [
        "vise_api_response_time_seconds", "vise_http_requests_total", "vise_database_query_duration_seconds", "vise_db_queries_total",
        "vise_cache_hit_rate", "vise_cache_operations_total", "vise_applications_created_total", "vise_application_status_transitions_total",
        "vise_active_applications", "vise_system_memory_usage_bytes", "vise_connection_pool_active", "vise_active_users", "vise_active_circuits",
    ];

    [Fact]
    public async Task The_names_of_the_contract_are_all_there_and_promtool_finds_nothing()
    {
        await WalkAsync();
        var text = await ScrapeAsync();

        var typed = Regex.Matches(text, "^# TYPE (?<name>vise_[a-z_]+) ", RegexOptions.Multiline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Select(type => type.Groups["name"].Value);
        Assert.Equal(Names.Order(StringComparer.Ordinal), typed.Order(StringComparer.Ordinal));
        var (code, said) = await PromtoolAsync(text);
        Assert.Equal((0, ""), (code, said));
    }

    [Fact]
    public async Task Labels_hold_words_of_the_program_and_no_ids()
    {
        var id = await WalkAsync();
        using var stranger = new HttpClient { BaseAddress = world.App.Address };
        using var invented = await stranger.GetAsync(new Uri("/invented-path", UriKind.Relative));
        using var odd = new HttpRequestMessage(new HttpMethod("INVENTED"), new Uri(Paths.Home, UriKind.Relative));
        using var answer = await stranger.SendAsync(odd);

        var text = await ScrapeAsync();
        Assert.DoesNotContain(id, text, StringComparison.Ordinal);
        Assert.DoesNotContain("invented", text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("route=\"/api/v1/applications/{applicationId}/submit\",status=\"2xx\"", text, StringComparison.Ordinal);
        Assert.Contains("vise_db_queries_total{outcome=\"ok\",query=\"DraftDesk.Submit\"}", text, StringComparison.Ordinal);
        Assert.Contains("region=\"terms\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("__fc", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Steps_are_counted_once_they_are_committed()
    {
        var before = Value(await ScrapeAsync(), "vise_application_status_transitions_total", "from=\"draft\",to=\"submitted\"");
        await WalkAsync();
        using var clerk = await world.AsAsync("demo-clerk");
        var refused = await clerk.BeginAsync();
        await clerk.MoveAsync(refused, "accepted");

        // other tests of this process may have added theirs
        Assert.True(Value(await ScrapeAsync(), "vise_application_status_transitions_total", "from=\"draft\",to=\"submitted\"") >= before + 1);
        Assert.DoesNotContain("from=\"draft\",to=\"accepted\"", await ScrapeAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_real_Prometheus_scrapes_it()
    {
        await WalkAsync();
        using var folder = new TestFolder();
        var settings = Path.Combine(folder.Path, "prometheus.yml");
        await File.WriteAllTextAsync(settings, $$"""
            global:
              scrape_interval: 1s
            scrape_configs:
              - job_name: vise
                static_configs:
                  - targets: ['{{world.App.Management.Authority}}']
            """);
        var listens = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{FreePort.Find()}");
        var prometheus = await ServerProcess.StartAsync(
            ["prometheus", "--config.file=" + settings, "--storage.tsdb.path=" + Path.Combine(folder.Path, "data"), "--web.listen-address=" + listens],
            Path.Combine(folder.Path, "prometheus.log"), folder.Path, user: null);
        try
        {
            using var http = new HttpClient { BaseAddress = new Uri("http://" + listens) };
            Assert.Equal(1, await FirstValueAsync(http, "up{job=\"vise\"}"));
            foreach (var name in Names)
            {
                var series = name is "vise_api_response_time_seconds" or "vise_database_query_duration_seconds" ? name + "_count" : name;
                Assert.NotNull(await FirstValueAsync(http, $"sum({series}{{job=\"vise\"}})"));
            }

            Assert.True(await FirstValueAsync(http, "histogram_quantile(0.95, sum by (le) (vise_api_response_time_seconds_bucket))") > 0);
            Assert.True(await FirstValueAsync(http, "vise_system_memory_usage_bytes") > 10_000_000);
        }
        finally
        {
            await prometheus.StopAsync(ServerProcess.Kill, TimeSpan.FromSeconds(5));
        }
    }

    // asked again until the first scrape is in
    private static async Task<double?> FirstValueAsync(HttpClient prometheus, string query)
    {
        for (var patience = Stopwatch.StartNew(); patience.Elapsed < TimeSpan.FromSeconds(30); await Task.Delay(200))
        {
            try
            {
                var answer = await prometheus.GetFromJsonAsync<JsonNode>(new Uri("/api/v1/query?query=" + Uri.EscapeDataString(query), UriKind.Relative));
                if (answer!["data"]!["result"]!.AsArray() is [{ } first, ..])
                {
                    return double.Parse(first["value"]![1]!.GetValue<string>(), CultureInfo.InvariantCulture);
                }
            }
            catch (HttpRequestException)
            {
                // not up yet
            }
        }

        return null;
    }

    private static double Value(string text, string name, string labels) =>
        text.Split('\n').Where(line => line.StartsWith(name, StringComparison.Ordinal) && line.Contains(labels, StringComparison.Ordinal))
            .Select(line => double.Parse(line.Split(' ')[^1], CultureInfo.InvariantCulture)).Single();

    private async Task<string> WalkAsync()
    {
        using var clerk = await world.AsAsync("demo-clerk");
        var id = await clerk.BeginAsync();
        await clerk.PostAsync(ApiClient.Of(id) + "/submit");
        return id;
    }

    private async Task<string> ScrapeAsync()
    {
        using var http = new HttpClient();
        return await http.GetStringAsync(new Uri(world.App.Management, ManagementPaths.Metrics));
    }

    private static async Task<(int Code, string Said)> PromtoolAsync(string text)
    {
        using var promtool = Process.Start(new ProcessStartInfo("promtool", ["check", "metrics"]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        await promtool.StandardInput.WriteAsync(text);
        promtool.StandardInput.Close();
        var output = promtool.StandardOutput.ReadToEndAsync();
        var error = await promtool.StandardError.ReadToEndAsync();
        await promtool.WaitForExitAsync();
        return (promtool.ExitCode, await output + error);
    }
}
