/// Reads an address as the program does that shows it: backslash escapes of Markdown, entities of HTML, and no tabs or line
/// ends in between (URL Standard §4.4). Only so much is read as tells scheme and host.
struct AddressReader {
    /// Where the address stands, which says what may be written how.
    enum Place {
        /// Behind `](` or a definition's colon: ends with a space or a bracket.
        case markdown
        /// Between `<` and `>`.
        case angles
        /// In quotes of an attribute; the quote ends it.
        case quoted(UInt8)
        /// In a list in quotes: white space ends it too.
        case candidate(UInt8)
        /// In an attribute without quotes, or in a style.
        case unquoted
        /// In running text.
        case bare
    }

    /// What is read at most, in bytes: more than a host and its scheme have.
    static let longest = 640

    /// The address, without escapes.
    private(set) var bytes: [UInt8] = []
    /// Where it was cut or ended.
    private(set) var end: Int
    /// Whether it goes on behind what was read.
    private(set) var isCut = false

    /// - Parameter unescapes: whether backslashes of Markdown go; not every program takes them for escapes.
    init(_ text: Span<UInt8>, from start: Int, _ place: Place, unescapes: Bool = true) {
        end = start
        // White space and controls in front do not count.
        while end < text.count, text[end] <= 0x20, text[end] != UInt8(ascii: "\n") || !Self.isBare(place),
            end &- start < 64
        {
            end &+= 1
        }
        // Brackets that open within the address close within it.
        var depth = 0
        while end < text.count {
            guard end &- start < Self.longest else {
                isCut = true
                return
            }
            let byte = text[end]
            switch place {
            case .quoted(let quote): if byte == quote { return }
            case .candidate(let quote): if byte <= 0x20 || byte == quote { return }
            case .angles: if byte == UInt8(ascii: ">") || byte == UInt8(ascii: "\n") { return }
            case .unquoted:
                if byte <= 0x20 || byte == UInt8(ascii: ">") || byte == UInt8(ascii: ")") { return }
            case .markdown:
                if byte <= 0x20 { return }
                if byte == UInt8(ascii: "(") { depth &+= 1 }
                if byte == UInt8(ascii: ")") {
                    if depth == 0 { return }
                    depth &-= 1
                }
            case .bare:
                if byte <= 0x20 || byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "\"")
                    || byte == UInt8(ascii: "`")
                {
                    return
                }
            }
            if byte == UInt8(ascii: "&"), !Self.isBare(place), let entity = Self.entity(text, at: end) {
                if entity.code > 0x20 { bytes.appendUTF8(entity.code) }
                end &+= entity.length
                continue
            }
            if byte == UInt8(ascii: "\\"), unescapes, Self.isMarkdown(place), end &+ 1 < text.count,
                Self.isPunctuation(text[end &+ 1])
            {
                bytes.append(text[end &+ 1])
                end &+= 2
                continue
            }
            if byte > 0x20, byte != 0x7F { bytes.append(byte) }
            end &+= 1
            // Nothing that is an address begins otherwise, and nothing relative leads elsewhere.
            if bytes.count == 1, !Self.mayBegin(bytes[0]) { return }
        }
    }

    private static func isBare(_ place: Place) -> Bool { if case .bare = place { true } else { false } }

    private static func isMarkdown(_ place: Place) -> Bool {
        switch place {
        case .markdown, .angles: true
        default: false
        }
    }

    private static func mayBegin(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "\\")
            || byte >= 0x80
    }

    private static func isPunctuation(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte < 0x7F && (byte | 0x20) &- UInt8(ascii: "a") >= 26 && byte &- UInt8(ascii: "0") >= 10
    }

    private static let names: [String: UInt32] = [
        "colon": 0x3A, "sol": 0x2F, "bsol": 0x5C, "period": 0x2E, "commat": 0x40, "amp": 0x26, "quest": 0x3F,
        "num": 0x23,
        "lpar": 0x28, "rpar": 0x29, "Tab": 0x09, "NewLine": 0x0A, "percnt": 0x25, "lowbar": 0x5F, "shy": 0x09,
        "ZeroWidthSpace": 0x09, "nbsp": 0x09,
    ]

    /// The character of an entity (HTML §13.5).
    private static func entity(_ text: Span<UInt8>, at start: Int) -> (code: UInt32, length: Int)? {
        var index = start &+ 1
        guard index < text.count else { return nil }
        if text[index] == UInt8(ascii: "#") {
            index &+= 1
            var radix: UInt32 = 10
            if index < text.count, text[index] | 0x20 == UInt8(ascii: "x") {
                radix = 16
                index &+= 1
            }
            var code: UInt32 = 0
            let first = index
            while index < text.count, index &- first < 16, let digit = Hexadecimal.digit(text[index]),
                UInt32(digit) < radix
            {
                code = min(code &* radix &+ UInt32(digit), 0x110000)
                index &+= 1
            }
            guard index > first else { return nil }
            if index < text.count, text[index] == UInt8(ascii: ";") { index &+= 1 }
            return (code, index &- start)
        }
        var name: [UInt8] = []
        while index < text.count, name.count < 16, (text[index] | 0x20) &- UInt8(ascii: "a") < 26 {
            name.append(text[index])
            index &+= 1
        }
        guard index < text.count, text[index] == UInt8(ascii: ";"),
            let code = names[String(decoding: name, as: UTF8.self)]
        else { return nil }
        return (code, index &+ 1 &- start)
    }
}
