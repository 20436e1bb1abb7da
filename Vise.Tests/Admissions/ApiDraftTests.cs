using System.Net;
using System.Text.Json.Nodes;
using Vise.Web.Shell;
using Xunit;

namespace Vise.Tests.Admissions;

/// <summary>Drafts through the API: what is taken, replaced, repeated and withdrawn.</summary>
public class ApiDraftTests(ApiWorld world) : IClassFixture<ApiWorld>
{
    private const string School = "\"sought\":{\"branchId\":\"272501\",\"academicYear\":\"2025-26\",\"institution\":\"01\",\"programme\":\"SB\",\"department\":\"GEN\",\"class\":\"01\"}";

    [Fact]
    public async Task A_malformed_form_hears_every_fields_message_at_once()
    {
        using var clerk = await world.AsAsync("demo-clerk");
        var form = $$"""{ {{School}},"child":{"name":"Mr 7","birthDate":"2022-01-01","aadhaar":"123456789012","shoe":4},"parents":[{"mobile":12}],"address":{"permanent":{"pinCode":"0110"} } }""";

        var answer = await clerk.PostAsync(ApiPaths.Applications, form);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "application/problem+json", "form-incomplete"), (answer.Status, answer.Type, answer.Problem));
        Assert.Equal(["child.shoe", "child.name", "child.birthDate", "child.aadhaar", "parents.0.mobile", "address.permanent.pinCode"], answer.Errors);
        Assert.Contains("too young on 31 Mar 2025", answer.Json["errors"]!["child.birthDate"]![0]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_school_is_told_beside_its_fields_and_in_hindi_when_asked()
    {
        using var clerk = await world.AsAsync("demo-clerk");

        var answer = await clerk.PostAsync(
            ApiPaths.Applications, """{"sought":{"branchId":"272501","academicYear":"2025-27","institution":"ZZ"},"child":{"name":"1"}}""", ("Accept-Language", "hi"));

        Assert.Equal(["sought.academicYear", "sought.institution", "sought.programme", "sought.department", "sought.class", "child.name"], answer.Errors);
        Assert.Matches(@"[\u0900-\u097F]", answer.Json["title"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_cycles_own_questions_come_in_and_go_out_as_they_are_answered()
    {
        await world.Database.ExecuteAsync("""
            insert into admissions.question (branch_id, institution_code, academic_year, key, position, kind, label, options) values
              ('272501', '02', '2025-26', 'q1', 1, 'choices', 'Which clubs?', '[{"code": "o1", "name": "Chess", "names": {}}, {"code": "o2", "name": "Choir", "names": {}}]'),
              ('272501', '02', '2025-26', 'q2', 2, 'yes-no', 'By bus?', '[]')
            """);
        using var clerk = await world.AsAsync("demo-clerk");
        string Form(string questions) => ApiWorld.Sample.Replace("\"institution\": \"01\"", "\"institution\": \"02\"", StringComparison.Ordinal).Replace("\"consent\":", $"\"questions\": {questions}, \"consent\":", StringComparison.Ordinal);

        var wrong = await clerk.PostAsync(ApiPaths.Applications, Form("""{"q1":["o1","o7"],"q2":"perhaps","q9":1}"""));
        Assert.Equal(["questions.q9", "questions.q1", "questions.q2"], wrong.Errors);
        var begun = await clerk.PostAsync(ApiPaths.Applications, Form("""{"q1":["o1","o2"],"q2":true}"""));
        var read = await clerk.GetAsync(ApiClient.Of(begun.Id));
        Assert.Equal("""{"q1":["o1","o2"],"q2":true}""", read.Json["form"]!["questions"]!.ToJsonString());
        var replaced = await clerk.PutAsync(ApiClient.Of(begun.Id), Form("""{"q1":["o2"]}"""), ("If-Match", read.Tag));
        Assert.Equal(HttpStatusCode.OK, replaced.Status);
        Assert.Equal("""{"q1":["o2"]}""", (await clerk.GetAsync(ApiClient.Of(begun.Id))).Json["form"]!["questions"]!.ToJsonString());
    }

    [Fact]
    public async Task An_incomplete_draft_is_taken_and_refused_only_when_submitted()
    {
        using var clerk = await world.AsAsync("demo-clerk");
        var begun = await clerk.PostAsync(ApiPaths.Applications, $$"""{ {{School}},"child":{"name":"अनुष्का गायकवाड"} }""");
        Assert.Equal(HttpStatusCode.Created, begun.Status);

        var submitted = await clerk.PostAsync(ApiClient.Of(begun.Id) + "/submit");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, submitted.Status);
        Assert.Contains("consent.given", submitted.Errors);
        Assert.Contains("parents.0.mobile", submitted.Errors);
        Assert.DoesNotContain("child.name", submitted.Errors);
    }

    [Fact]
    public async Task A_draft_is_replaced_only_over_the_version_that_was_read()
    {
        using var clerk = await world.AsAsync("demo-clerk");
        var id = await clerk.BeginAsync();
        var read = await clerk.GetAsync(ApiClient.Of(id));
        var form = read.Json["form"]!.AsObject();
        Assert.Equal("•••• •••• 5566", form["child"]!["apaarId"]!.GetValue<string>());
        form["child"]!["name"] = "Ira Rao";
        form["child"]!.AsObject().Remove("nameInScript");

        Assert.Equal(HttpStatusCode.PreconditionRequired, (await clerk.PutAsync(ApiClient.Of(id), form.ToJsonString())).Status);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await clerk.PutAsync(ApiClient.Of(id), form.ToJsonString(), ("If-Match", "\"1\""))).Status);
        var replaced = await clerk.PutAsync(ApiClient.Of(id), form.ToJsonString(), ("If-Match", read.Tag));
        Assert.Equal(HttpStatusCode.OK, replaced.Status);
        var again = await clerk.PutAsync(ApiClient.Of(id), form.ToJsonString(), ("If-Match", read.Tag));
        Assert.Equal((HttpStatusCode.PreconditionFailed, "edited-by-another"), (again.Status, again.Problem));

        var child = (await clerk.GetAsync(ApiClient.Of(id))).Json["form"]!["child"]!.AsObject();
        Assert.Equal("Ira Rao", child["name"]!.GetValue<string>());
        Assert.False(child.ContainsKey("nameInScript"));
        Assert.Equal("•••• •••• 5566", child["apaarId"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.OK, (await clerk.PostAsync(ApiClient.Of(id) + "/submit")).Status);
    }

    [Fact]
    public async Task Two_replacements_of_one_version_make_one()
    {
        using var clerk = await world.AsAsync("demo-clerk");
        var id = await clerk.BeginAsync();
        var tag = (await clerk.GetAsync(ApiClient.Of(id))).Tag;

        var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(turn =>
            clerk.PutAsync(ApiClient.Of(id), new JsonObject { ["child"] = new JsonObject { ["name"] = turn == 0 ? "Ira Rao" : "Mira Rao" } }.ToJsonString(), ("If-Match", tag))));

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.PreconditionFailed], both.Select(answer => answer.Status).Order());
    }

    [Fact]
    public async Task The_school_of_a_draft_is_fixed()
    {
        using var clerk = await world.AsAsync("demo-clerk");
        var id = await clerk.BeginAsync();

        var moved = await clerk.PutAsync(ApiClient.Of(id), """{"sought":{"class":"02"}}""", ("If-Match", "*"));

        Assert.Equal("sought.class", Assert.Single(moved.Errors));
    }

    [Fact]
    public async Task A_repeated_request_with_its_key_begins_one_draft()
    {
        using var clerk = await world.AsAsync("demo-clerk");
        using var admin = await world.AsAsync("demo-admin");
        (string, string) key = ("Idempotency-Key", "form 17 of the counter");

        var twice = await Task.WhenAll(clerk.PostAsync(ApiPaths.Applications, ApiWorld.Sample, key), clerk.PostAsync(ApiPaths.Applications, ApiWorld.Sample, key));
        Assert.All(twice, answer => Assert.Equal(HttpStatusCode.Created, answer.Status));
        Assert.Equal(twice[0].Text, twice[1].Text);

        var other = await clerk.PostAsync(ApiPaths.Applications, $$"""{ {{School}} }""", key);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "key-reused"), (other.Status, other.Problem));
        Assert.NotEqual(twice[0].Id, (await admin.PostAsync(ApiPaths.Applications, ApiWorld.Sample, key)).Id);
        await world.Database.ExecuteAsync("update users.idempotency_key set created_time = created_time - interval '25 hours'");
        Assert.NotEqual(twice[0].Id, (await clerk.PostAsync(ApiPaths.Applications, ApiWorld.Sample, key)).Id);
    }

    [Fact]
    public async Task A_masked_number_is_no_number_where_none_stands_yet()
    {
        using var clerk = await world.AsAsync("demo-clerk");

        var begun = await clerk.PostAsync(ApiPaths.Applications, $$"""{ {{School}}, "child":{"aadhaar":"•••• •••• 0019"} }""");

        Assert.Equal("child.aadhaar", Assert.Single(begun.Errors));
    }

    [Fact]
    public async Task A_withdrawn_draft_stays_withdrawn()
    {
        using var clerk = await world.AsAsync("demo-clerk");
        var id = await clerk.BeginAsync();

        Assert.Equal(HttpStatusCode.NoContent, (await clerk.SendAsync(HttpMethod.Delete, ApiClient.Of(id) + "?reason=entered+twice")).Status);

        Assert.Equal(HttpStatusCode.Conflict, (await clerk.SendAsync(HttpMethod.Delete, ApiClient.Of(id))).Status);
        var submitted = await clerk.PostAsync(ApiClient.Of(id) + "/submit");
        Assert.Equal((HttpStatusCode.Conflict, "no-such-step"), (submitted.Status, submitted.Problem));
        Assert.Equal("entered twice", (await clerk.GetAsync(ApiClient.Of(id) + "/events")).Json["items"]![1]!["reason"]!.GetValue<string>());
    }
}
