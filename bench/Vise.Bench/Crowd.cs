using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Vise.Web.Access;

namespace Vise.Bench;

/// <summary>What a run brought: how long each answer took, in milliseconds, and how many were no success.</summary>
internal sealed record Answers(List<double> Times, int Failed);

/// <summary>
/// People who use VISE at once, each with its next step as soon as the one before is answered: of a hundred steps, families choose a school in 55 (page
/// and lists), read or look for what is open in 12, clerks and admins work at the desk in 29, and an officer's
/// program asks what it may do in 4. Places are asked for as their size has it: few very often.
/// </summary>
internal sealed class Crowd
{
    private static readonly string[] Statuses = ["submitted", "review", "accepted", "offer", "enrolled"];

    private readonly List<(string Branch, string School)> _schools = [];
    private readonly Dictionary<string, HttpClient> _services = [];
    private readonly HttpClient _family;
    private readonly int _people;
    private readonly Uri _web;

    private Crowd(Uri web, int people)
    {
        (_web, _people, _family) = (web, people, new HttpClient { BaseAddress = web });
        _family.DefaultRequestHeaders.Accept.ParseAdd("text/html, application/json;q=0.9");
    }

    /// <summary>Learns the network as a client does, place by place, and has the demo services sign in.</summary>
    public static async Task<Crowd> GatherAsync(Uri web, int people, CancellationToken ct)
    {
        var crowd = new Crowd(web, people);
        foreach (var state in await crowd.CodesAsync("/api/v1/codes/states", ct))
        {
            foreach (var district in await crowd.CodesAsync($"/api/v1/codes/states/{state}/districts", ct))
            {
                foreach (var branch in await crowd.CodesAsync($"/api/v1/codes/states/{state}/districts/{district}/branches", ct))
                {
                    crowd._schools.AddRange((await crowd.CodesAsync($"{Place(state + district + branch)}/institutions", ct)).Select(school => (state + district + branch, school)));
                }
            }
        }

        // the largest branches are asked for most: Pune City first, the others in an order of chance that is always the same
        var order = new Random(1);
        var shuffled = crowd._schools.OrderBy(school => school.Branch == "272501" ? 0 : 1 + order.Next()).ToList();
        crowd._schools.Clear();
        crowd._schools.AddRange(shuffled);
        foreach (var service in (string[])["demo-clerk", "demo-admin", "demo-clerk2", "demo-clerk3", "demo-state"])
        {
            crowd._services[service] = await crowd.SignInAsync(service, ct);
        }

        return crowd;
    }

    /// <summary>Has everybody at it for so long.</summary>
    public async Task<Answers> RunAsync(TimeSpan time, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        var all = await Task.WhenAll(Enumerable.Range(0, _people).Select(person => Task.Run(
            async () =>
            {
                var (random, times, failed) = (new Random(person + (int)time.TotalSeconds), new List<double>(), 0);
                while (watch.Elapsed < time)
                {
                    foreach (var (client, address) in await StepAsync(random, ct))
                    {
                        var start = Stopwatch.GetTimestamp();
                        using var answer = await client.GetAsync(new Uri(address, UriKind.Relative), ct);
                        _ = await answer.Content.ReadAsByteArrayAsync(ct);
                        times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                        failed += answer.IsSuccessStatusCode ? 0 : 1;
                    }
                }

                return new Answers(times, failed);
            },
            ct)));
        return new Answers([.. all.SelectMany(one => one.Times)], all.Sum(one => one.Failed));
    }

    /// <summary>One person alone goes the way from state to curriculum, for so many schools all over the network.</summary>
    public async Task PickAsync(int schools, CancellationToken ct)
    {
        for (var at = 0; at < schools; at++)
        {
            var (branch, school) = _schools[at * 7 % _schools.Count];
            foreach (var address in Pickers(branch, school))
            {
                using var answer = await _family.GetAsync(new Uri(address, UriKind.Relative), ct);
                answer.EnsureSuccessStatusCode();
            }
        }
    }

    private static string[] Pickers(string branch, string school)
    {
        var (state, place) = (branch[..2], Place(branch));
        return ["/api/v1/codes/states", $"/api/v1/codes/states/{state}/districts", $"/api/v1/codes/states/{state}/districts/{branch[2..4]}/branches", $"{place}/institutions", $"{place}/institutions/{school}/curriculum"];
    }

    private async Task<IReadOnlyList<(HttpClient Client, string Address)>> StepAsync(Random random, CancellationToken ct)
    {
        // a tenth of the places is asked for in half of all cases
        var (branch, school) = _schools[(int)(_schools.Count * Math.Pow(random.NextDouble(), 3.3))];
        var (state, district) = (branch[..2], branch[..4]);
        switch (random.Next(100))
        {
            case < 30:
                return [(_family, $"/apply?state={state}&district={district}&branch={branch}&school={branch}{school}")];
            case < 55:
                return [.. Pickers(branch, school).Select(address => (_family, address))];
            case < 62:
                return [(_family, "/")];
            case < 67:
                return [(_family, "/apply")];
            case < 96:
                return await DeskAsync(random, ct);
            default:
                return [(_services["demo-state"], "/api/v1/me")];
        }
    }

    // a clerk looks at the queue, which isn't timed, and opens one of its forms
    private async Task<IReadOnlyList<(HttpClient Client, string Address)>> DeskAsync(Random random, CancellationToken ct)
    {
        var (service, branch) = random.Next(10) < 7 ? (random.Next(3) == 0 ? "demo-admin" : "demo-clerk", "272501") : random.Next(2) == 0 ? ("demo-clerk2", "272502") : ("demo-clerk3", "292001");
        var client = _services[service];
        var queue = $"/api/v1/applications?branch={branch}&status={Statuses[random.Next(Statuses.Length)]}&limit=25";
        var page = await client.GetFromJsonAsync<JsonNode>(new Uri(queue, UriKind.Relative), ct);
        var ids = page!["items"]!.AsArray().Select(row => row!["applicationId"]!.GetValue<string>()).ToList();
        return ids.Count == 0 ? [] : [(client, $"/api/v1/applications/{ids[random.Next(ids.Count)]}"), (client, $"/api/v1/applications/{ids[0]}/events"), (client, "/api/v1/me")];
    }

    private async Task<List<string>> CodesAsync(string address, CancellationToken ct) =>
        [.. (await _family.GetFromJsonAsync<JsonNode>(new Uri(address, UriKind.Relative), ct))!["items"]!.AsArray().Select(place => place!["code"]!.GetValue<string>())];

    private async Task<HttpClient> SignInAsync(string service, CancellationToken ct)
    {
        var client = new HttpClient { BaseAddress = _web };
        using var asked = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = service,
            ["client_secret"] = DemoAccounts.Password,
        });
        using var answer = await client.PostAsync(new Uri("/connect/token", UriKind.Relative), asked, ct);
        var token = (await answer.Content.ReadFromJsonAsync<JsonNode>(ct))!["access_token"]!.GetValue<string>();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    private static string Place(string branch) => $"/api/v1/codes/states/{branch[..2]}/districts/{branch[2..4]}/branches/{branch[4..]}";
}
