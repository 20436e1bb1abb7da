using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace Vise.Tests.Architecture;

/// <summary>
/// Reads compiled methods of VISE: what each refers to, through lambdas, async state machines and further methods of VISE. What is only
/// reachable through an interface or an override is not followed.
/// </summary>
public static class Calls
{
    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    /// <summary>Everything that the method leads to, itself left out. Goes no further than where <paramref name="isEnd"/> says so.</summary>
    /// <param name="root">Where to begin.</param>
    /// <param name="isEnd">A method whose own inside is of no interest.</param>
    /// <param name="isCut">A method that is bound elsewhere and does not belong to this one.</param>
    public static IReadOnlySet<MethodBase> From(MethodBase root, Func<MethodBase, bool> isEnd, Func<MethodBase, bool>? isCut = null)
    {
        HashSet<MethodBase> reached = [];
        Stack<MethodBase> open = new([root]);
        while (open.TryPop(out var method))
        {
            foreach (var (_, to) in In(method))
            {
                if (isCut?.Invoke(to) != true && reached.Add(to) && !isEnd(to) && IsOurs(to))
                {
                    open.Push(to);
                }
            }
        }

        return reached;
    }

    /// <summary>The methods that a method's own instructions refer to, in their order; generic ones as their definition.</summary>
    public static IEnumerable<(OpCode Code, MethodBase Method)> In(MethodBase method)
    {
        if (method.GetCustomAttribute<StateMachineAttribute>() is { StateMachineType: var machine })
        {
            yield return (OpCodes.Newobj, machine.GetMethod("MoveNext", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public)!);
        }

        var code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        for (var at = 0; at < code.Length;)
        {
            var op = code[at] == 0xFE ? Codes[unchecked((short)(0xFE00 | code[at + 1]))] : Codes[code[at]];
            at += op.Size;
            if (op.OperandType is OperandType.InlineMethod && Resolve(method, BitConverter.ToInt32(code, at)) is { } to)
            {
                yield return (op, to);
            }

            at += op.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
                _ => 4,
            };
        }
    }

    public static bool IsOurs(MethodBase method) => method.Module.Assembly.GetName().Name?.StartsWith("Vise.", StringComparison.Ordinal) == true;

    private static MethodBase? Resolve(MethodBase method, int token)
    {
        var found = method.Module.ResolveMethod(token, method.DeclaringType?.GetGenericArguments(), method is MethodInfo { IsGenericMethod: true } ? method.GetGenericArguments() : null);
        // one and the same for every use of a generic type or method
        return found is null or { DeclaringType: { IsConstructedGenericType: false } } and not { IsGenericMethod: true } || found!.DeclaringType is { IsArray: true }
            ? found
            : found.Module.ResolveMethod(found.MetadataToken);
    }
}
