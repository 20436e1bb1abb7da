namespace Vise.Domain.Codes;

/// <summary>What administrators keep: made, changed, retired and brought back, never removed, since others may refer to it. Its code never changes.</summary>
public abstract class Kept
{
    /// <summary>Since when it is offered no more; null while it is in use.</summary>
    public DateTimeOffset? RetiredTime { get; private set; }

    /// <summary>The row's version, which a change is held against.</summary>
    public uint Version { get; private set; }

    public bool IsRetired => RetiredTime is not null;

    public void Retire(DateTimeOffset at) => RetiredTime ??= at;

    public void BringBack() => RetiredTime = null;
}

/// <summary>What is kept under a name with translations.</summary>
public abstract class KeptName : Kept
{
    public string Name { get; private set; } = "";

    /// <summary>Translations by language: <c>{"hi": "..."}</c>.</summary>
    public Dictionary<string, string> Names { get; private set; } = [];

    /// <summary>The name in a language (BCP 47, the main tag counts), else the plain name.</summary>
    public string In(string language) => Names.GetValueOrDefault(language.Split('-')[0], Name);

    protected void Call(NameEntry called)
    {
        Name = called.Name;
        if (!called.HasNames(Names))
        {
            Names = new Dictionary<string, string>(called.Names, StringComparer.Ordinal);
        }
    }
}
