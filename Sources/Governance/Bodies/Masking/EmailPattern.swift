/// Finds e-mail addresses.
struct EmailPattern {
    /// How far behind the `@` an address is looked for (RFC 5321 §4.5.3.1 allows 64 octets).
    private static let longestLocalPart = 256

    /// The address whose `@` is at a place.
    /// - Parameter bound: what is before it belongs to something else.
    static func match(_ text: Glyphs, around at: Int, notBefore bound: Int) -> MaskFinding? {
        guard text[at] == UInt8(ascii: "@") else { return nil }
        var start = at
        let first = max(bound, at - longestLocalPart)
        while start > first, text[start - 1].isLocalLetter { start -= 1 }
        while start < at, text[start] == UInt8(ascii: ".") { start += 1 }
        var end = at + 1
        while text[end].isWordLetter || text[end] == UInt8(ascii: "-") || text[end] == UInt8(ascii: ".") { end += 1 }
        while end > at, !text[end - 1].isWordLetter { end -= 1 }
        guard start < at, end > at + 1 else { return nil }
        // The last label is a word of at least two letters.
        var label = end
        while label > at + 1, text[label - 1] != UInt8(ascii: ".") { label -= 1 }
        guard label > at + 2, end - label >= 2, text[label].isLetter else { return nil }
        return MaskFinding(range: start..<end, mask: .email)
    }
}

extension UInt8 {
    fileprivate var isLocalLetter: Bool {
        switch self {
        case UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "%"), UInt8(ascii: "+"), UInt8(ascii: "-"),
            UInt8(ascii: "'"), UInt8(ascii: "&"), UInt8(ascii: "="), UInt8(ascii: "~"), UInt8(ascii: "!"),
            UInt8(ascii: "#"), UInt8(ascii: "$"), UInt8(ascii: "*"), UInt8(ascii: "^"):
            true
        default: isWordLetter
        }
    }
}
