using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Vise.Domain.Admissions;
using Vise.Domain.Codes;
using Vise.Domain.Users;

namespace Vise.Data;

/// <summary>How the domain's values rest in columns.</summary>
internal static class ViseConventions
{
    public static void Apply(ModelConfigurationBuilder builder)
    {
        builder.Properties<BranchId>().HaveConversion<BranchIdText>();
        builder.Properties<ApplicationId>().HaveConversion<ApplicationIdText>();
        builder.Properties<EnrollmentId>().HaveConversion<EnrollmentIdText>();
        builder.Properties<AcademicYear>().HaveConversion<AcademicYearText>();
        builder.Properties<Scope>().HaveConversion<ScopeText>();
        builder.Properties<ApplicationStatus>().HaveConversion<StatusText>();
        builder.Properties<Role>().HaveConversion<string>();
        builder.Properties<Dictionary<string, string>>().HaveConversion<WordsJson, WordsComparer>().HaveColumnType("jsonb");
    }

    private sealed class BranchIdText() : ValueConverter<BranchId, string>(id => id.Value, text => BranchId.Parse(text));

    private sealed class ApplicationIdText() : ValueConverter<ApplicationId, string>(id => id.Value, text => ApplicationId.Parse(text));

    private sealed class EnrollmentIdText() : ValueConverter<EnrollmentId, string>(id => id.Value, text => EnrollmentId.Parse(text));

    private sealed class AcademicYearText() : ValueConverter<AcademicYear, string>(year => year.ToString(), text => AcademicYear.Parse(text));

    private sealed class ScopeText() : ValueConverter<Scope, string>(scope => scope.Prefix, text => Scope.Parse(text));

    private sealed class StatusText() : ValueConverter<ApplicationStatus, string>(status => StatusNames.Of(status), text => StatusNames.Parse(text));

    private sealed class WordsJson() : ValueConverter<Dictionary<string, string>, string>(
        words => JsonSerializer.Serialize(words, JsonSerializerOptions.Default),
        json => JsonSerializer.Deserialize<Dictionary<string, string>>(json, JsonSerializerOptions.Default)!);

    private sealed class WordsComparer() : ValueComparer<Dictionary<string, string>>(
        (left, right) => ReferenceEquals(left, right),
        words => words.Count,
        words => words);
}
