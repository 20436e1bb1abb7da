using System.Net;
using System.Text;
using Vise.Web.Shell;
using Xunit;

namespace Vise.Tests.Admissions;

/// <summary>One child's admission through the API alone.</summary>
public class ApiStoryTests(ApiWorld world) : IClassFixture<ApiWorld>
{
    [Fact]
    public async Task The_sample_goes_from_form_to_enrolment()
    {
        using var clerk = await world.AsAsync("demo-clerk");
        using var admin = await world.AsAsync("demo-admin");
        var begun = await clerk.PostAsync(ApiPaths.Applications, ApiWorld.Sample);
        Assert.Equal(HttpStatusCode.Created, begun.Status);
        Assert.Equal(ApiClient.Of(begun.Id), begun.Response.Headers.Location!.OriginalString);
        Assert.Equal("draft", begun.Json["status"]!.GetValue<string>());
        Assert.NotEmpty(begun.Tag);

        var submitted = await clerk.PostAsync(ApiClient.Of(begun.Id) + "/submit");
        Assert.Equal("submitted", submitted.Json["status"]!.GetValue<string>());
        foreach (var (who, to) in new[] { (clerk, "review"), (admin, "accepted"), (admin, "offer"), (clerk, "fees") })
        {
            var moved = await who.MoveAsync(begun.Id, to);
            Assert.Equal((HttpStatusCode.OK, to), (moved.Status, moved.Json["status"]!.GetValue<string>()));
        }

        var unpaid = await admin.MoveAsync(begun.Id, "enrolled");
        Assert.Equal((HttpStatusCode.Conflict, "fees-unpaid"), (unpaid.Status, unpaid.Problem));
        var tooMuch = await clerk.PostAsync(ApiClient.Of(begun.Id) + "/payments", """{"amountPaise":125001,"method":"cash"}""");
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "amount-invalid"), (tooMuch.Status, tooMuch.Problem));
        var paid = await clerk.PostAsync(ApiClient.Of(begun.Id) + "/payments", """{"amountPaise":125000,"method":"cheque","reference":"004512"}""");
        Assert.Equal((HttpStatusCode.Created, 0L), (paid.Status, paid.Json["restPaise"]!.GetValue<long>()));

        var enrolled = await admin.MoveAsync(begun.Id, "enrolled");
        Assert.Equal("E", enrolled.Json["enrollmentId"]!.GetValue<string>()[10..11]);
        var events = await clerk.GetAsync(ApiClient.Of(begun.Id) + "/events");
        Assert.Equal(
            ["draft", "submitted", "review", "accepted", "offer", "fees", "enrolled"],
            events.Json["items"]!.AsArray().Select(happened => happened!["to"]!.GetValue<string>()));
        var payments = await clerk.GetAsync(ApiClient.Of(begun.Id) + "/payments");
        Assert.Equal("004512", payments.Json["items"]![0]!["reference"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_form_goes_back_for_correction_with_remarks_and_comes_again()
    {
        using var clerk = await world.AsAsync("demo-clerk");
        var id = await clerk.BeginAsync();
        await clerk.PostAsync(ApiClient.Of(id) + "/submit");
        await clerk.MoveAsync(id, "review");

        var without = await clerk.MoveAsync(id, "draft");
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "remark-missing"), (without.Status, without.Problem));
        var returned = await clerk.MoveAsync(id, "draft", ""","days":3,"remarks":{"child.birthDate":"The certificate says 15 October."}""");
        Assert.Equal(HttpStatusCode.OK, returned.Status);

        var record = await clerk.GetAsync(ApiClient.Of(id));
        Assert.Equal("The certificate says 15 October.", record.Json["remarks"]!["child.birthDate"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.OK, (await clerk.PostAsync(ApiClient.Of(id) + "/submit")).Status);
    }

    [Fact]
    public async Task Of_two_decisions_at_once_one_holds()
    {
        using var clerk = await world.AsAsync("demo-clerk");
        using var admin = await world.AsAsync("demo-admin");
        var id = await clerk.BeginAsync();
        await clerk.PostAsync(ApiClient.Of(id) + "/submit");
        await clerk.MoveAsync(id, "review");
        // slow enough that both are under way before either is done
        await world.Database.ExecuteAsync($"""
            create function public.slow() returns trigger language plpgsql as 'begin perform pg_sleep(0.7); return new; end';
            create trigger slow before update on users.application for each row when (new.application_id = '{id}') execute function public.slow();
            """);

        var both = await Task.WhenAll(admin.MoveAsync(id, "accepted"), admin.MoveAsync(id, "rejected", ",\"reason\":\"No seat came free\""));
        await world.Database.ExecuteAsync("drop trigger slow on users.application; drop function public.slow()");

        Assert.Single(both, answer => answer.Status == HttpStatusCode.OK);
        var loser = Assert.Single(both, answer => answer.Status == HttpStatusCode.Conflict);
        Assert.Equal("edited-by-another", loser.Problem);
    }

    [Fact]
    public async Task A_payment_with_several_mistakes_names_them_all()
    {
        using var clerk = await world.AsAsync("demo-clerk");
        var id = await clerk.BeginAsync();

        var wrong = await clerk.PostAsync(ApiClient.Of(id) + "/payments", """{"amountPaise":0,"method":"gold"}""");

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "2 answers need mending."), (wrong.Status, wrong.Json["detail"]!.GetValue<string>()));
        Assert.Equal(["amountPaise", "method"], wrong.Errors);
        var single = await clerk.PostAsync(ApiClient.Of(id) + "/payments", """{"amountPaise":100,"method":"gold"}""");
        Assert.Equal("1 answer needs mending.", single.Json["detail"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_document_is_handed_in_verified_and_read_back()
    {
        using var clerk = await world.AsAsync("demo-clerk");
        var id = await clerk.BeginAsync();
        var file = Encoding.ASCII.GetBytes("%PDF-1.4\n% a birth certificate, for example\n");

        var added = await clerk.UploadAsync(id, file, "certificate.pdf");
        Assert.Equal(HttpStatusCode.Created, added.Status);
        var document = added.Response.Headers.Location!.OriginalString;
        var read = await clerk.GetAsync(document);
        Assert.Equal(("application/pdf", "attachment"), (read.Type, read.Response.Content.Headers.ContentDisposition!.DispositionType));
        Assert.Equal(file, Encoding.ASCII.GetBytes(read.Text));
        Assert.Equal(HttpStatusCode.Conflict, (await clerk.PostAsync(document + "/verify")).Status);

        var program = await clerk.UploadAsync(id, [0x4D, 0x5A, 0x90, 0, 3, 0, 0, 0], "certificate.pdf");
        Assert.Equal((HttpStatusCode.UnsupportedMediaType, "document-refused"), (program.Status, program.Problem));
        var large = await clerk.UploadAsync(id, [.. file, .. new byte[5 * 1024 * 1024]], "certificate.pdf");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.Status);
        var other = await clerk.UploadAsync(id, file, "certificate.pdf", "shoe_size");
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "kind"), (other.Status, Assert.Single(other.Errors)));

        Assert.Equal(HttpStatusCode.OK, (await clerk.PostAsync(ApiClient.Of(id) + "/submit")).Status);
        var verified = await clerk.PostAsync(document + "/verify");
        Assert.Equal("demo-clerk", verified.Json["verifierName"]!.GetValue<string>());
    }
}
