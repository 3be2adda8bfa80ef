/// Character classes of single bytes, so that text from outside is judged without locale or grapheme rules.
extension UInt8 {
    var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

    var isLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) }

    var isAlphanumeric: Bool { isDigit || isLetter }

    var isHexDigit: Bool { isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self | 0x20) }

    /// Visible ASCII: everything from `!` to `~`.
    var isVisible: Bool { (0x21...0x7E).contains(self) }
}
