using Microsoft.AspNetCore.Authorization;
using Vise.Domain.Users;
using Vise.Web.Access;
using Xunit;

namespace Vise.Tests.Access;

public sealed class DutyPolicyTests
{
    [Fact]
    public void Every_duty_has_a_policy_of_its_name()
    {
        var options = new AuthorizationOptions();
        DutyPolicies.Add(options);
        Assert.All(Enum.GetValues<Duty>(), duty =>
            Assert.Contains(options.GetPolicy(duty.ToString())!.Requirements, r => r is DutyRequirement asked && asked.Duty == duty));
    }

    [Fact]
    public void What_says_nothing_needs_sign_in()
    {
        var options = new AuthorizationOptions();
        DutyPolicies.Add(options);
        Assert.NotNull(options.FallbackPolicy);
    }
}
