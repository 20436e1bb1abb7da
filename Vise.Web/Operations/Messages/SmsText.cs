namespace Vise.Web.Operations.Messages;

/// <summary>How an SMS is counted and paid for (3GPP TS 23.038): 160 characters of the GSM alphabet, or 70 of any other script; longer ones go in parts of 153 or 67.</summary>
public static class SmsText
{
    private const string Basic =
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

    // each takes two places
    private const string Extended = "\f^{}\\[~]|€";

    /// <summary>Whether the text needs no more than the GSM alphabet.</summary>
    public static bool IsGsm(string text) => text.All(sign => Basic.Contains(sign, StringComparison.Ordinal) || Extended.Contains(sign, StringComparison.Ordinal));

    /// <summary>In how many parts it goes out, from 1.</summary>
    public static int Parts(string text)
    {
        var gsm = IsGsm(text);
        var length = gsm ? text.Sum(sign => Extended.Contains(sign, StringComparison.Ordinal) ? 2 : 1) : text.Length;
        var (whole, part) = gsm ? (160, 153) : (70, 67);
        return length <= whole ? 1 : (length + part - 1) / part;
    }
}
