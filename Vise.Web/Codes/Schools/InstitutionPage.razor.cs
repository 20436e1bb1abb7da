using Microsoft.AspNetCore.Components;
using Vise.Data.Codes;
using Vise.Domain.Codes;
using Vise.Domain.Users;

namespace Vise.Web.Codes.Schools;

/// <summary>One institution: its record, what it teaches, and what was done to it.</summary>
public sealed partial class InstitutionPage(CodeQueries queries, SchoolDesk schools)
{
    private Domain.Codes.Institution? _school;
    private string _branchName = "";

    /// <summary>The branch's six characters.</summary>
    [Parameter]
    public string Branch { get; set; } = "";

    /// <summary>The institution's own two.</summary>
    [Parameter]
    public string Institution { get; set; } = "";

    protected override bool IsThere => _school is not null;

    protected override uint CurrentVersion => _school?.Version ?? 0;

    protected override async Task OnParametersSetAsync()
    {
        if (_school?.BranchId.Value != Branch || _school.InstitutionCode != Institution)
        {
            Close();
            await LookAsync();
        }
    }

    protected override Task ReadAsync() => LookAsync();

    private async Task LookAsync()
    {
        var actor = BranchId.TryParse(Branch, out var id) ? await Visitor.ActAsync(Duty.SetUpBranch, id, Gone) : null;
        _school = actor is null ? null : await queries.InstitutionAsync(actor, id, Institution, Gone);
        if (actor is null || _school is null)
        {
            Navigation.NotFound();
            return;
        }

        _branchName = (await queries.BranchAsync(actor, id, Gone))?.In(Language) ?? id.Value;
    }

    private Task ChangeAsync() => _school is { BranchId: var branch, InstitutionCode: var code }
        ? DoAsync(Duty.SetUpBranch, branch, actor => schools.ChangeAsync(actor, branch, code, Form.Version, Form.Institution, default), Words["Saved"])
        : Task.CompletedTask;

    private Task RetireAsync(bool retire) => _school is { BranchId: var branch, InstitutionCode: var code, Version: var version }
        ? DoAsync(Duty.SetUpBranch, branch, actor => schools.RetireAsync(actor, branch, code, version, retire, default), Words[retire ? "RetiredNow" : "BroughtBack"])
        : Task.CompletedTask;
}
