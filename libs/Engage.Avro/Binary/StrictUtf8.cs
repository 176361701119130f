using System.Text;

namespace Engage.Avro.Binary;

/// <summary>UTF-8 that throws where the framework's default would write a replacement character.</summary>
internal static class StrictUtf8
{
    public static UTF8Encoding Encoding { get; } = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
}
