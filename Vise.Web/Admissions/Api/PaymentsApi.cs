using System.Text.Json.Serialization;
using Vise.Data.Admissions;
using Vise.Data.Finance;
using Vise.Domain.Finance;
using Vise.Domain.Users;
using Vise.Web.Shell;
using Vise.Web.Shell.Api;

namespace Vise.Web.Admissions.Api;

/// <summary>Records counter payments and lists them.</summary>
internal static class PaymentsApi
{
    private const int LongestReference = 100;

    public static void Map(IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("").WithTags("Payments");
        group.MapGet(ApiPaths.Payments, ListAsync).WithName("listPayments")
            .WithSummary("What was paid, amounts in paise").Produces<ApiList<PaymentJson>>().Problems(404);
        group.MapPost(ApiPaths.Payments, PayAsync).WithName("recordPayment")
            .WithSummary("Records a payment made at the counter")
            .WithDescription("amountPaise is above zero and at most what is due; method is cash, cheque, card or upi; reference is the cheque's or transfer's number.")
            .Accepts<NewPayment>("application/json").ExampleRequest(new NewPayment(125000, "upi", "UPI 431288907712"))
            .Produces<ReceiptJson>(StatusCodes.Status201Created).Problems(400, 404, 409, 412, 415, 422)
            .ReadsHeader("If-Match", "The ETag that you read")
            .Example(201, new ReceiptJson(1, 125000, 0, new DateTimeOffset(2025, 4, 9, 5, 30, 0, TimeSpan.Zero)));
    }

    private static Task<IResult> ListAsync(string applicationId, HttpContext http, ApplicationDoor door, CancellationToken ct) =>
        door.OpenAsync(applicationId, record => Conditional.Answer(http, new ApiList<PaymentJson>([.. record.Payments.Select(PaymentJson.Of)])), ct);

    private static Task<IResult> PayAsync(
        string applicationId, NewPayment body, HttpContext http, ApplicationDoor door, PaymentDesk desk, Sayings sayings, ApiProblems problems, CancellationToken ct) =>
        door.EnterAsync(applicationId, Duty.RecordPayments, async (by, id) =>
        {
            List<(string, string)> errors = [];
            if (!Payment.Methods.Contains(body.Method))
            {
                errors.Add(("method", await sayings.OfAsync(new Domain.Admissions.FieldProblem("method", "Choice"), ct)));
            }

            var reference = Typed.Clean(body.Reference);
            if (reference.Length > LongestReference)
            {
                errors.Add(("reference", problems.Error("TooLong", LongestReference)));
            }

            // what is due is known to the desk alone; an amount that can never be right is said with the rest
            if (errors.Count > 0 && body.AmountPaise <= 0)
            {
                errors.Insert(0, ("amountPaise", problems.Error("Amount")));
            }

            if (errors.Count > 0)
            {
                return door.Invalid(errors);
            }

            var (sent, seen) = Conditional.IfMatch(http);
            var paid = await desk.RecordAsync(by, id, seen, new CounterPayment(body.AmountPaise, body.Method, reference), ct);
            if (paid.Value is not { } receipt)
            {
                return await door.SayAsync(paid.Refusal!, ct, sent);
            }

            http.Response.Headers.Location = ApiPaths.PaymentsOf(id);
            return ApiJson.Result(new ReceiptJson(receipt.ReceiptNo, receipt.AmountPaise, receipt.RestPaise, receipt.PaidTime), StatusCodes.Status201Created);
        }, ct);

    /// <summary>A payment as the counter takes it.</summary>
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record NewPayment(long AmountPaise, string Method, string? Reference = null);

    /// <summary>A receipt; what is still due in paise.</summary>
    internal sealed record ReceiptJson(long ReceiptNo, long AmountPaise, long RestPaise, DateTimeOffset PaidTime);

    /// <summary>A payment as it is listed.</summary>
    internal sealed record PaymentJson(long ReceiptNo, long AmountPaise, string Method, string? Reference, DateTimeOffset PaidTime, string RecorderName)
    {
        public static PaymentJson Of(PaymentRow row) => new(row.ReceiptNo, row.AmountPaise, row.Method, row.Reference, row.PaidTime, row.RecorderName);
    }
}
