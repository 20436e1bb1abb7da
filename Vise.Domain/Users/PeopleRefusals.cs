using Vise.Domain.Users;

namespace Vise.Domain;

/// <summary>The role or the place lies beyond what the giver's own grant lets them give.</summary>
public sealed record BeyondOwnGrant : Refusal;

/// <summary>The role is not held over a place of that size (<see cref="Giving.Fits"/>).</summary>
public sealed record ScopeUnfit : Refusal;

/// <summary>Nobody gives a role to oneself.</summary>
public sealed record OwnGrant : Refusal;

/// <summary>The person holds the role there already, or will.</summary>
public sealed record AlreadyHolds : Refusal;

/// <summary>The days do not follow each other, or lie in the past.</summary>
public sealed record PeriodInvalid : Refusal;

/// <summary>Neither an e-mail address nor an Indian mobile number.</summary>
public sealed record AddressInvalid : Refusal;

/// <summary>The network would be left without a SystemAdmin.</summary>
public sealed record LastSystemAdmin : Refusal;

/// <summary>The link is unknown, was used, was taken back or has run out; which of them is not said.</summary>
public sealed record InvitationOver : Refusal;

/// <summary>The number and the code don't belong together, or the code was used or has run out; which of them is not said.</summary>
public sealed record ClaimWrong : Refusal;

/// <summary>The form has a family already.</summary>
public sealed record AlreadyClaimed : Refusal;

/// <summary>There is a second guardian, or one is invited.</summary>
public sealed record GuardianThere : Refusal;

/// <summary>So many invitations went out on the family's behalf that no more go today.</summary>
public sealed record TooManyInvitations : Refusal;

/// <summary>Forms are open that must be withdrawn before they can be erased.</summary>
public sealed record FormsOpen : Refusal;

/// <summary>An erasure of it is asked for already.</summary>
public sealed record ErasureStands : Refusal;

/// <summary>The account holds a role at a school; who works there is ended there first.</summary>
public sealed record StillWorks : Refusal;
