using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Vise.Domain.Admissions;
using Vise.Tests.Access;
using Vise.Tests.Support;
using Vise.Tests.Users;
using Vise.Web.Shell;
using Vise.Web.Shell.Offline;
using Xunit;

namespace Vise.Tests.Admissions;

/// <summary>A form that stands open on one device while its session is ended from another.</summary>
public class SignedOutSavingTests(TestCluster cluster)
{
    private const string ClassOne = "/apply?state=27&district=2725&branch=272501&school=27250101&session=2025-26&programme=SB&department=GEN&class=01";

    [Fact]
    public async Task The_next_field_after_the_session_ended_is_not_saved_and_the_page_is_told_to_sign_in()
    {
        await using var people = await PeopleApp.StartAsync(cluster);
        using var phone = people.NewBrowser();
        await phone.GoAsync(ClassOne);
        await phone.SendAsync(("_handler", "start"));
        var id = ApplicationId.Parse(phone.At.Segments[2].Trim('/'));
        using var asked = new HttpRequestMessage(HttpMethod.Get, PhonePaths.Phone);
        using var facts = await phone.RawAsync(asked);
        var token = (await facts.Content.ReadFromJsonAsync<JsonNode>())!["token"]!.GetValue<string>();

        Assert.Equal(HttpStatusCode.OK, await SaveAsync(phone, id, token, "Asha", 0));
        await people.Database.ExecuteAsync("update users.session set ended_time = now()");
        Assert.Equal(HttpStatusCode.Unauthorized, await SaveAsync(phone, id, token, "Meera", 1));
        Assert.Equal("Asha", await people.Database.ScalarAsync<string>($"select value from admissions.draft_field where application_id = '{id}'"));
    }

    private static async Task<HttpStatusCode> SaveAsync(PlainBrowser phone, ApplicationId id, string token, string value, int revision)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Paths.SaveField(id)) { Content = JsonContent.Create(new { path = "child.name", value, revision }) };
        request.Headers.Add("RequestVerificationToken", token);
        request.Headers.Add("Accept", "application/json");
        using var answer = await phone.RawAsync(request);
        return answer.StatusCode;
    }
}
