using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Vise.Domain.Admissions;

namespace Vise.Data.Admissions;

internal sealed class ApplicationMap : IEntityTypeConfiguration<Application>
{
    public void Configure(EntityTypeBuilder<Application> builder)
    {
        builder.ToTable("application", "users");
        builder.HasKey(application => new { application.BranchId, application.ApplicationId });
        builder.Property(application => application.Status).HasColumnName("application_status");
        builder.Property(application => application.Version).IsRowVersion();
        builder.Ignore(application => application.LastEvent);
    }
}

internal sealed class ApplicationEventMap : IEntityTypeConfiguration<ApplicationEvent>
{
    public void Configure(EntityTypeBuilder<ApplicationEvent> builder)
    {
        builder.ToTable("application_event", "admissions");
        builder.HasKey(happened => new { happened.BranchId, happened.EventId });
        builder.Property(happened => happened.EventId).UseIdentityAlwaysColumn();
    }
}

internal sealed class DraftFieldMap : IEntityTypeConfiguration<DraftField>
{
    public void Configure(EntityTypeBuilder<DraftField> builder)
    {
        builder.ToTable("draft_field", "admissions");
        builder.HasKey(field => new { field.BranchId, field.ApplicationId, field.Path });
        builder.Property(field => field.Revision).IsConcurrencyToken();
    }
}

internal sealed class ApplicantMap : IEntityTypeConfiguration<Applicant>
{
    public void Configure(EntityTypeBuilder<Applicant> builder)
    {
        builder.ToTable("applicant", "admissions");
        builder.HasKey(child => new { child.BranchId, child.ApplicationId });
    }
}

internal sealed class SearchKeyMap : IEntityTypeConfiguration<SearchKey>
{
    public void Configure(EntityTypeBuilder<SearchKey> builder)
    {
        builder.ToTable("search_key", "admissions");
        builder.HasKey(key => new { key.BranchId, key.Key, key.ApplicationId });
    }
}

internal sealed class CorrectionMap : IEntityTypeConfiguration<Correction>
{
    public void Configure(EntityTypeBuilder<Correction> builder)
    {
        builder.ToTable("correction", "admissions");
        builder.HasKey(correction => new { correction.BranchId, correction.ApplicationId, correction.Path });
    }
}

internal sealed class EnquiryMap : IEntityTypeConfiguration<Enquiry>
{
    public void Configure(EntityTypeBuilder<Enquiry> builder)
    {
        builder.ToTable("enquiry", "admissions");
        builder.HasKey(enquiry => new { enquiry.BranchId, enquiry.ApplicationId, enquiry.EnquiryId });
        builder.Property(enquiry => enquiry.EnquiryId).ValueGeneratedNever();
    }
}

internal sealed class AmendmentMap : IEntityTypeConfiguration<Amendment>
{
    public void Configure(EntityTypeBuilder<Amendment> builder)
    {
        builder.ToTable("amendment", "admissions");
        builder.HasKey(amendment => new { amendment.BranchId, amendment.ApplicationId, amendment.AmendmentId });
        builder.Property(amendment => amendment.AmendmentId).ValueGeneratedNever();
        builder.Property(amendment => amendment.State).HasConversion(state => state.ToString().ToLowerInvariant(), text => Enum.Parse<AmendmentState>(text, true));
        builder.Property(amendment => amendment.Version).IsRowVersion();
    }
}

internal sealed class AmendmentFieldMap : IEntityTypeConfiguration<AmendmentField>
{
    public void Configure(EntityTypeBuilder<AmendmentField> builder)
    {
        builder.ToTable("amendment_field", "admissions");
        builder.HasKey(field => new { field.BranchId, field.ApplicationId, field.AmendmentId, field.Path });
    }
}

internal sealed class DocumentMap : IEntityTypeConfiguration<Document>
{
    public void Configure(EntityTypeBuilder<Document> builder)
    {
        builder.ToTable("document", "admissions");
        builder.HasKey(document => new { document.BranchId, document.ApplicationId, document.DocumentId });
        builder.Property(document => document.DocumentId).ValueGeneratedNever();
    }
}

internal sealed class UploadMap : IEntityTypeConfiguration<Upload>
{
    public void Configure(EntityTypeBuilder<Upload> builder)
    {
        builder.ToTable("upload", "admissions");
        builder.HasKey(upload => new { upload.BranchId, upload.ApplicationId, upload.UploadId });
        builder.Property(upload => upload.UploadId).ValueGeneratedNever();
        builder.Ignore(upload => upload.IsWhole);
    }
}

internal sealed class CycleMap : IEntityTypeConfiguration<Cycle>
{
    public void Configure(EntityTypeBuilder<Cycle> builder)
    {
        builder.ToTable("cycle", "admissions");
        builder.HasKey(cycle => new { cycle.BranchId, cycle.InstitutionCode, cycle.AcademicYear });
        builder.Property(cycle => cycle.Version).IsRowVersion();
    }
}

internal sealed class CycleClassMap : IEntityTypeConfiguration<CycleClass>
{
    public void Configure(EntityTypeBuilder<CycleClass> builder)
    {
        builder.ToTable("cycle_class", "admissions");
        builder.HasKey(offered => new { offered.BranchId, offered.InstitutionCode, offered.AcademicYear, offered.ProgrammeCode, offered.DepartmentCode, offered.ClassCode });
        builder.Property(offered => offered.Version).IsRowVersion();
    }
}

internal sealed class QuestionMap : IEntityTypeConfiguration<Question>
{
    public void Configure(EntityTypeBuilder<Question> builder)
    {
        builder.ToTable("question", "admissions");
        builder.HasKey(question => new { question.BranchId, question.InstitutionCode, question.AcademicYear, question.Key });
        builder.Property(question => question.Kind).HasConversion(kind => QuestionKinds.Of(kind), name => QuestionKinds.Parse(name));
        builder.Property(question => question.Options).HasColumnType("jsonb").HasConversion(
            options => JsonSerializer.Serialize(options, JsonSerializerOptions.Web),
            json => JsonSerializer.Deserialize<List<QuestionOption>>(json, JsonSerializerOptions.Web)!,
            new ValueComparer<IReadOnlyList<QuestionOption>>((left, right) => ReferenceEquals(left, right), options => options.Count, options => options));
        builder.Property(question => question.Version).IsRowVersion();
        builder.Ignore(question => question.Field);
    }
}

internal sealed class AnswerMap : IEntityTypeConfiguration<Answer>
{
    public void Configure(EntityTypeBuilder<Answer> builder)
    {
        builder.ToTable("answer", "admissions");
        builder.HasKey(answer => new { answer.BranchId, answer.ApplicationId, answer.Key });
    }
}

internal sealed class SeatMap : IEntityTypeConfiguration<Seat>
{
    public void Configure(EntityTypeBuilder<Seat> builder)
    {
        builder.ToTable("seat", "admissions");
        builder.HasKey(seat => new { seat.BranchId, seat.InstitutionCode, seat.AcademicYear, seat.ProgrammeCode, seat.DepartmentCode, seat.ClassCode, seat.Quota, seat.SeatNo });
    }
}

internal sealed class OutboxMap : IEntityTypeConfiguration<OutboxEntry>
{
    public void Configure(EntityTypeBuilder<OutboxEntry> builder)
    {
        builder.ToTable("outbox", "admissions");
        builder.HasKey(entry => new { entry.BranchId, entry.OutboxId });
        builder.Property(entry => entry.OutboxId).ValueGeneratedNever();
    }
}
