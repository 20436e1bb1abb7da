using System.Text.Json;
using System.Xml.Linq;
using Vise.Domain.Admissions;
using Vise.Domain.Codes;
using Vise.Tests.Support;
using Vise.Web.Operations.Messages;
using Xunit;

namespace Vise.Tests.Admissions;

/// <summary>SMS through a real HTTP gateway.</summary>
public class SmsTests(TestCluster cluster)
{
    private const string Mobile = "+919823012345";
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly Message Offer = new(TestSchool.Pune, Guid.Parse("11111111-2222-3333-4444-555555555555"), "m@vise.test", Mobile, "en", "Offer", "", "A \"seat\" & more\n₹");

    [Fact]
    public async Task A_family_gets_an_e_mail_of_each_step_and_an_SMS_too_where_it_has_a_day_to_act_by()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await using var mail = await TestMailServer.StartAsync();
        await using var gateway = await TestGateway.StartAsync();
        var post = new TestPost(school, new MessageChannels(TestPost.SmtpTo(mail), gateway.Channel()));
        await post.AddressAsync("meera@school.test");
        await post.MobileAsync(Mobile);
        var id = await school.AnApplicationAsync(ApplicationStatus.Fees);
        await Task.WhenAll(post.CarryAllAsync(), post.CarryAllAsync());
        await post.CarryAllAsync();

        Assert.Equal(5, mail.Taken().Count);
        Assert.Equal(2, gateway.Taken.Count);
        var bodies = gateway.Taken.Select(text => JsonDocument.Parse(text.Body).RootElement).ToList();
        Assert.Equal(["1107-Fees", "1107-Offer"], bodies.Select(body => body.GetProperty("template").GetString()).Order(StringComparer.Ordinal));
        Assert.All(bodies, body =>
        {
            Assert.Equal(Mobile, body.GetProperty("to").GetString());
            Assert.Equal(1, body.GetProperty("message").GetProperty("parts").GetInt32());
            Assert.Contains($"https://vise.test/my/{id}", body.GetProperty("message").GetProperty("text").GetString(), StringComparison.Ordinal);
        });
        Assert.All(gateway.Taken, text => Assert.Equal(("Bearer gateway-key", JsonDocument.Parse(text.Body).RootElement.GetProperty("reference").GetString()), (text.Headers["Authorization"], text.Headers["Idempotency-Key"])));
        Assert.Equal("email email email email email sms sms", await school.Database.ScalarAsync<string>("select string_agg(channel, ' ' order by channel) from admissions.notification where state = 'sent'"));
        Assert.Equal(0L, await school.Database.ScalarAsync<long>("select count(*) from admissions.outbox where carried_time is null"));
    }

    [Fact]
    public async Task A_family_without_an_e_mail_address_is_told_each_step_by_SMS_in_its_language()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await using var gateway = await TestGateway.StartAsync();
        var post = new TestPost(school, new MessageChannels(null, gateway.Channel(("Sms:Templates:Submitted.hi", "1107-hindi"))));
        await post.AddressAsync("", "hi");
        await post.MobileAsync(Mobile);
        await school.AnApplicationAsync(ApplicationStatus.Submitted);
        await post.CarryAllAsync();

        var body = JsonDocument.Parse(Assert.Single(gateway.Taken).Body).RootElement;
        Assert.StartsWith("VISE: Asha का फ़ॉर्म", body.GetProperty("message").GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal("1107-hindi", body.GetProperty("template").GetString());
    }

    [Theory]
    [InlineData(202, Handover.Taken)]
    [InlineData(429, Handover.NotNow)]
    [InlineData(500, Handover.NotNow)]
    [InlineData(503, Handover.NotNow)]
    [InlineData(401, Handover.NotNow)]
    [InlineData(302, Handover.NotNow)]
    [InlineData(400, Handover.Never)]
    [InlineData(422, Handover.Never)]
    [InlineData(504, Handover.Unknown)]
    [InlineData(0, Handover.Unknown)]
    public async Task The_gateways_answer_decides_what_becomes_of_a_message(int answer, Handover meaning)
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.AtEnd = _ => Task.FromResult(answer);
        using var channel = gateway.Channel();
        var asked = 0;
        var given = await channel.SendAsync(Offer, () => Task.FromResult(++asked == 1), None);

        Assert.Equal((meaning, 1), (given.What, asked));
        Assert.DoesNotContain("9823012345", given.Why ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gateway_that_is_away_or_a_claim_that_is_lost_leaves_the_message_untaken()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var away = gateway.Channel(("Sms:Address", $"http://127.0.0.1:{Web.Local.FreePort.Find()}/send"));
        Assert.Equal(Handover.NotNow, (await away.SendAsync(Offer, () => Task.FromResult(true), None)).What);
        foreach (var (method, body) in new[] { ("POST", "{\"a\": \"{to}{text}\"}"), ("GET", "") })
        {
            using var late = gateway.Channel(("Sms:Method", method), ("Sms:Body", body), ("Sms:Address", gateway.Address + "?a={digits}&t={text}"));
            Assert.Equal(Handover.NotNow, (await late.SendAsync(Offer, () => Task.FromResult(false), None)).What);
        }

        Assert.Empty(gateway.Taken);
    }

    [Fact]
    public async Task What_a_message_says_is_quoted_as_the_gateways_form_asks()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var json = gateway.Channel();
        using var form = gateway.Channel(("Sms:Format", "form"), ("Sms:Body", "mobile={digits}&text={text}&key={id}"), ("Sms:Method", "PUT"));
        using var address = gateway.Channel(("Sms:Method", "GET"), ("Sms:Body", ""), ("Sms:Address", gateway.Address + "?to={to}&text={text}"), ("Sms:IdempotencyHeader", "X-Once"));
        foreach (var channel in new[] { json, form, address })
        {
            Assert.Equal(Handover.Taken, (await channel.SendAsync(Offer, () => Task.FromResult(true), None)).What);
        }

        Assert.Equal(Offer.Body, JsonDocument.Parse(gateway.Taken[0].Body).RootElement.GetProperty("message").GetProperty("text").GetString());
        Assert.Equal("mobile=919823012345&text=A%20%22seat%22%20%26%20more%0A%E2%82%B9&key=11111111-2222-3333-4444-555555555555", gateway.Taken[1].Body);
        Assert.Equal(("GET", "/send?to=%2B919823012345&text=A%20%22seat%22%20%26%20more%0A%E2%82%B9"), (gateway.Taken[2].Method, gateway.Taken[2].Path));
        Assert.Equal("11111111-2222-3333-4444-555555555555", gateway.Taken[2].Headers["X-Once"]);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("€", 2)]
    public void A_GSM_text_has_160_places_or_parts_of_153_and_some_signs_take_two(string sign, int places)
    {
        Assert.Equal(1, SmsText.Parts(sign + new string('a', sign.Length == 0 ? 160 : 160 - places)));
        Assert.Equal(2, SmsText.Parts(sign + new string('a', 161)));
        Assert.Equal(3, SmsText.Parts(new string('a', 307)));
        Assert.Equal((1, 2), (SmsText.Parts(new string('क', 70)), SmsText.Parts(new string('क', 71))));
    }

    [Fact]
    public void Each_SMS_fits_one_part_in_English_and_two_in_other_scripts()
    {
        object[] gaps = ["Anantapadmanabha", "", "09 Apr 2025", "https://admissions.school.example/my/2725010125A00F37", "", "1,25,000.50", "1,25,000.50"];
        object[] hindi = ["अनंतपद्मनाभ", "", "09 अक्टूबर 2025", gaps[3], "", gaps[5], gaps[6]];
        object[] marathi = ["अनंतपद्मनाभ", "", "09 फेब्रुवारी 2025", gaps[3], "", gaps[5], gaps[6]];
        object[] tamil = ["அனந்தபத்மநாபன்", "", "09 செப்டம்பர் 2025", gaps[3], "", gaps[5], gaps[6]];
        foreach (var (file, own, most) in new[] { ("SmsWords.resx", gaps, 1), ("SmsWords.hi.resx", hindi, 2), ("SmsWords.mr.resx", marathi, 2), ("SmsWords.ta.resx", tamil, 2) })
        {
            var words = XDocument.Load(Source.File("Vise.Web", "Admissions", "Notices", file)).Descendants("data").ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value);
            Assert.Equal(SmsSettings.Kinds.Order(StringComparer.Ordinal), words.Keys.Order(StringComparer.Ordinal));
            Assert.All(words, word => Assert.InRange(SmsText.Parts(string.Format(System.Globalization.CultureInfo.InvariantCulture, word.Value, own)), 1, most));
        }
    }
}
