/// The characters that RFC 9110 §5 allows in header fields and RFC 9112 §3 in request lines.
enum FieldGrammar {
    // One bit per ASCII character: ! # $ % & ' * + - . 0-9 and A-Z ^ _ ` a-z | ~
    private static let tokenBitsBelow64: UInt64 = 0x03FF_6CFA_0000_0000
    private static let tokenBitsFrom64: UInt64 = 0x57FF_FFFF_C7FF_FFFE

    /// Whether the byte may stand in a token: a method or a field name (RFC 9110 §5.6.2).
    static func isToken(_ byte: UInt8) -> Bool {
        switch byte >> 6 {
        case 0: tokenBitsBelow64 & (1 << UInt64(byte)) != 0
        case 1: tokenBitsFrom64 & (1 << UInt64(byte & 63)) != 0
        default: false
        }
    }

    /// Whether the byte may stand in a field value (RFC 9110 §5.5): visible, space, tab or above ASCII.
    static func isValue(_ byte: UInt8) -> Bool {
        byte >= 0x20 ? byte != 0x7F : byte == 0x09
    }

    static func isToken(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { isToken($0) }
    }

    /// Whether the text may be sent as a field value: no line break, no control character, no space at either end.
    static func isValue(_ text: String) -> Bool {
        guard let first = text.utf8.first, let last = text.utf8.last else { return true }
        return !isBlank(first) && !isBlank(last) && text.utf8.allSatisfy { isValue($0) }
    }

    /// Whether the text may be sent as a request target in origin form (RFC 9112 §3.2.1).
    static func isTarget(_ text: String) -> Bool {
        text.utf8.first == UInt8(ascii: "/")
            && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "#") }
    }

    static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09
    }

    static func lowercased(_ byte: UInt8) -> UInt8 {
        byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
    }

    /// Whether this module writes the field itself, because it decides where a message ends, who it is for or what
    /// the connection does next. A caller that could set it could smuggle a request.
    static func isReserved(_ name: String) -> Bool {
        switch name.utf8.count {
        case 2: equal(name, "te")
        case 4: equal(name, "host")
        case 6: equal(name, "expect")
        case 7: equal(name, "trailer") || equal(name, "upgrade")
        case 10: equal(name, "connection") || equal(name, "keep-alive")
        case 14: equal(name, "content-length")
        case 15: equal(name, "accept-encoding")
        case 16: equal(name, "proxy-connection")
        case 17: equal(name, "transfer-encoding")
        case 19: equal(name, "proxy-authorization")
        default: false
        }
    }

    private static func equal(_ name: String, _ lowercase: StaticString) -> Bool {
        lowercase.withUTF8Buffer { expected in name.utf8.elementsEqual(expected) { lowercased($0) == $1 } }
    }
}
