using Vise.Domain.Admissions;
using Vise.Domain.Codes;
using Vise.Tests.Support;
using Xunit;

namespace Vise.Tests.Admissions;

/// <summary>Which documents concern a child by what its form says.</summary>
public class DocumentNeedTests
{
    [Theory]
    [InlineData("birth_certificate", "01", "", true)]
    [InlineData("photo", "01", "", false)]
    [InlineData("immunisation", "NU", "", false)]
    [InlineData("added_by_an_administrator", "01", "", false)]
    [InlineData("address_proof", "01", "", false)]
    [InlineData("address_proof", "01", "sought.quota=rte", true)]
    [InlineData("transfer_certificate", "01", "schooling.attended=yes", false)]
    [InlineData("transfer_certificate", "02", "", true)]
    [InlineData("transfer_certificate", "02", "schooling.attended=no", false)]
    [InlineData("report_card", "NU", "", false)]
    [InlineData("report_card", "10", "schooling.attended=yes", true)]
    [InlineData("report_card", "10", "schooling.attended=no", false)]
    [InlineData("caste_certificate", "01", "", false)]
    [InlineData("caste_certificate", "01", "child.socialCategory=", false)]
    [InlineData("caste_certificate", "01", "child.socialCategory=obc", true)]
    [InlineData("caste_certificate", "01", "sought.quota=rte;sought.rteGround=disadvantaged;sought.rteGroup=sc", true)]
    [InlineData("caste_certificate", "01", "sought.quota=rte;sought.rteGround=disadvantaged;sought.rteGroup=orphan", false)]
    [InlineData("caste_certificate", "01", "sought.quota=open;sought.rteGround=disadvantaged;sought.rteGroup=sc", false)]
    [InlineData("income_certificate", "01", "child.ews=no;child.bpl=no", false)]
    [InlineData("income_certificate", "01", "child.ews=yes", true)]
    [InlineData("income_certificate", "01", "child.ews=yes;child.socialCategory=sc", false)]
    [InlineData("income_certificate", "01", "child.bpl=yes", true)]
    [InlineData("income_certificate", "01", "child.bpl=no;child.aay=yes", false)]
    [InlineData("income_certificate", "01", "sought.quota=rte;sought.rteGround=weaker", true)]
    [InlineData("disability_certificate", "01", "child.disability=no", false)]
    [InlineData("disability_certificate", "01", "child.disability=yes", true)]
    [InlineData("disability_certificate", "01", "sought.quota=rte;sought.rteGround=disability", true)]
    public void A_document_concerns_whoever_gave_the_answer_that_it_proves(string kind, string classCode, string given, bool concerned)
    {
        var terms = new FormTerms(AcademicYear.Parse("2025-26"), classCode, new DateOnly(2025, 4, 20), null, FormReaderTests.List, ["mr"]);
        var form = TestForm.With([.. given.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(answer => answer.Split('=')).Select(answer => (answer[0], (string?)answer[1]))]);

        Assert.Equal(concerned, DocumentNeed.Concerns(kind, form, terms));
    }
}
