/// The characters that RFC 9110 §5 allows in header fields and RFC 9112 §3 in request lines.
public enum FieldGrammar {
    // One bit per ASCII character: ! # $ % & ' * + - . 0-9 and A-Z ^ _ ` a-z | ~
    @usableFromInline static let tokenBitsBelow64: UInt64 = 0x03FF_6CFA_0000_0000
    @usableFromInline static let tokenBitsFrom64: UInt64 = 0x57FF_FFFF_C7FF_FFFE

    /// Whether the byte may stand in a token: a method or a field name (RFC 9110 §5.6.2).
    @inlinable
    public static func isToken(_ byte: UInt8) -> Bool {
        let bits = byte & 0x40 == 0 ? tokenBitsBelow64 : tokenBitsFrom64
        return byte < 0x80 && bits &>> UInt64(byte & 0x3F) & 1 != 0
    }

    /// Whether the byte may stand in a field value (RFC 9110 §5.5): visible, space, tab or above ASCII.
    @inlinable
    public static func isValue(_ byte: UInt8) -> Bool { byte >= 0x20 ? byte != 0x7F : byte == 0x09 }

    /// Whether the byte is a space or a tab.
    @inlinable
    public static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    /// Whether the byte may stand in a request target (RFC 9112 §3.2): visible ASCII, but no fragment.
    @inlinable
    public static func isTarget(_ byte: UInt8) -> Bool { byte > 0x20 && byte < 0x7F && byte != UInt8(ascii: "#") }

    /// Whether the byte is a decimal digit.
    static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

    /// Whether the byte is a hexadecimal digit.
    static func isHexDigit(_ byte: UInt8) -> Bool {
        isDigit(byte) || lowercased(byte) >= UInt8(ascii: "a") && lowercased(byte) <= UInt8(ascii: "f")
    }

    /// The byte with an upper-case ASCII letter lowered.
    @inlinable
    public static func lowercased(_ byte: UInt8) -> UInt8 {
        byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
    }

    /// Whether the text is a token.
    public static func isToken(_ text: String) -> Bool {
        let bytes = text.utf8.span
        return !bytes.isEmpty && all(bytes) { isToken($0) }
    }

    /// Whether the text may be sent as a field value: no line break, no control character, no space at either end.
    public static func isValue(_ text: String) -> Bool {
        let bytes = text.utf8.span
        if bytes.isEmpty { return true }
        return !isBlank(bytes[0]) && !isBlank(bytes[bytes.count - 1]) && all(bytes) { isValue($0) }
    }

    /// Whether the text may be sent as a request target in origin form (RFC 9112 §3.2.1).
    public static func isTarget(_ text: String) -> Bool {
        let bytes = text.utf8.span
        return !bytes.isEmpty && bytes[0] == UInt8(ascii: "/") && all(bytes) { isTarget($0) }
    }

    @inline(__always)
    private static func all(_ bytes: Span<UInt8>, _ fits: (UInt8) -> Bool) -> Bool {
        for position in bytes.indices where !fits(bytes[position]) { return false }
        return true
    }
}
