namespace Vise.Web.Access;

/// <summary>What the sign-in page sends.</summary>
public sealed class PasswordForm
{
    public string? Email { get; set; }

    public string? Password { get; set; }
}

/// <summary>The one-click sign-in of demo mode: which demo account was pressed.</summary>
public sealed class DemoForm
{
    public string? Account { get; set; }
}
