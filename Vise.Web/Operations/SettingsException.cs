namespace Vise.Web.Operations;

/// <summary>A wrong or missing setting, or something of the surroundings that keeps VISE from starting: one sentence, exit code 1.</summary>
public sealed class SettingsException : Exception
{
    public SettingsException()
    {
    }

    public SettingsException(string message)
        : base(message)
    {
    }

    public SettingsException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
