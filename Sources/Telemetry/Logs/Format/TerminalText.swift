/// Texts that terminals and editors take for nothing but texts.
enum TerminalText {
    /// A JSON string in which what JSON leaves as it is, but terminals obey or editors take for the end of a line, is escaped:
    /// the control characters above ASCII, separators of lines and paragraphs, and what turns the direction of a text.
    static func safe(_ literal: [UInt8]) -> [UInt8] {
        guard literal.contains(where: { $0 == 0x7F || $0 == 0xC2 || $0 == 0xE2 }) else { return literal }
        var out: [UInt8] = []
        for scalar in String(decoding: literal, as: UTF8.self).unicodeScalars {
            switch scalar.value {
            case 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x2069:
                let digits = String(scalar.value, radix: 16)
                out += Array("\\u\(String(repeating: "0", count: 4 - digits.utf8.count))\(digits)".utf8)
            default: out += Array(String(scalar).utf8)
            }
        }
        return out
    }
}
