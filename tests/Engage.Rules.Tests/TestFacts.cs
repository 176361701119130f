using System.Text;
using Engage.Rules.Facts;

namespace Engage.Rules.Tests;

internal static class TestFacts
{
    public static FactValue ValueOf(object? value) => value switch
    {
        null => FactValue.Missing,
        bool boolean => FactValue.FromBoolean(boolean),
        int number => FactValue.FromLong(number),
        long number => FactValue.FromLong(number),
        double number => FactValue.FromDouble(number),
        byte[] text => FactValue.FromText(text),
        string text => FactValue.FromText(Encoding.UTF8.GetBytes(text)),
        _ => throw new ArgumentException($"No fact holds a {value.GetType().Name}.", nameof(value)),
    };
}
