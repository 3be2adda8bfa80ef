/// A JSON text as a reader sees its characters: escapes undone, full-width forms as plain ones.
///
/// Nothing hides from a mask behind an escape (`\u0040`, also one in JSON that is itself a string) or a full-width digit. A
/// glyph stands for whole escapes and whole characters: what is replaced leaves sound JSON.
struct Glyphs {
    /// What every character that no pattern asks for looks like.
    static let other: UInt8 = 0x80

    /// What each glyph looks like: ASCII, or ``other``.
    private(set) var letters: [UInt8] = []
    /// Where each begins in the text, and at the end the text's length.
    private(set) var offsets: [UInt32] = []
    /// Whether each stands inside a string.
    private var isQuoted: [Bool] = []

    /// - Parameter text: at most 4 GiB.
    init(_ text: [UInt8]) {
        letters.reserveCapacity(text.count)
        offsets.reserveCapacity(text.count + 1)
        isQuoted.reserveCapacity(text.count)
        var index = 0
        var inString = false
        while index < text.count {
            let start = index
            let letter = Self.letter(text, &index, &inString)
            letters.append(letter)
            offsets.append(UInt32(truncatingIfNeeded: start))
            isQuoted.append(inString)
        }
        offsets.append(UInt32(truncatingIfNeeded: text.count))
    }

    var count: Int { letters.count }

    /// Whether a glyph stands inside a string.
    func isInString(_ index: Int) -> Bool { isQuoted[index] }

    /// The letter at a place; ``other`` outside the text.
    subscript(_ index: Int) -> UInt8 { letters.indices.contains(index) ? letters[index] : Self.other }

    /// Reads one glyph.
    private static func letter(_ text: [UInt8], _ index: inout Int, _ inString: inout Bool) -> UInt8 {
        let byte = text[index]
        if byte == UInt8(ascii: "\\") { return escape(text, &index) }
        if byte < 0x80 {
            index += 1
            if byte == UInt8(ascii: "\"") { inString.toggle() }
            return byte
        }
        let (scalar, length) = scalar(text, at: index)
        index += length
        return folded(scalar)
    }

    /// Reads a run of backslashes with what belongs to it.
    private static func escape(_ text: [UInt8], _ index: inout Int) -> UInt8 {
        let start = index
        while index < text.count, text[index] == UInt8(ascii: "\\") { index += 1 }
        guard index < text.count else { return other }
        let isOdd = (index - start) % 2 == 1
        switch text[index] {
        case UInt8(ascii: "u"):
            guard let scalar = hexadecimal(text, at: index + 1) else { return other }
            index += 5
            return folded(scalar)
        case UInt8(ascii: "\""):
            // An even number of backslashes stands for backslashes: the string ends here.
            if isOdd { index += 1 }
            return other
        case UInt8(ascii: "/"):
            index += 1
            return UInt8(ascii: "/")
        case UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            index += 1
            return UInt8(ascii: " ")
        default: return other
        }
    }

    private static func hexadecimal(_ text: [UInt8], at start: Int) -> UInt32? {
        guard start + 4 <= text.count else { return nil }
        var value: UInt32 = 0
        for byte in text[start..<start + 4] {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt32(byte - 0x30)
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt32(byte - 0x57)
            case UInt8(ascii: "A")...UInt8(ascii: "F"): value = value << 4 | UInt32(byte - 0x37)
            default: return nil
            }
        }
        return value
    }

    /// The character at a place outside ASCII; a byte that begins none is one by itself.
    private static func scalar(_ text: [UInt8], at index: Int) -> (scalar: UInt32, length: Int) {
        let length: Int
        var value: UInt32
        switch text[index] {
        case 0xC2...0xDF: (length, value) = (2, UInt32(text[index] & 0x1F))
        case 0xE0...0xEF: (length, value) = (3, UInt32(text[index] & 0x0F))
        case 0xF0...0xF4: (length, value) = (4, UInt32(text[index] & 0x07))
        default: return (0xFFFD, 1)
        }
        guard index + length <= text.count else { return (0xFFFD, 1) }
        for byte in text[(index + 1)..<(index + length)] {
            guard byte & 0xC0 == 0x80 else { return (0xFFFD, 1) }
            value = value << 6 | UInt32(byte & 0x3F)
        }
        return (value, length)
    }

    /// What a character looks like to a pattern.
    private static func folded(_ scalar: UInt32) -> UInt8 {
        switch scalar {
        case 0x20...0x7E: UInt8(truncatingIfNeeded: scalar)
        case 0..<0x20, 0xA0, 0x2000...0x200A, 0x3000: UInt8(ascii: " ")
        // Full-width forms of ASCII (Unicode block Halfwidth and Fullwidth Forms).
        case 0xFF01...0xFF5E: UInt8(truncatingIfNeeded: scalar - 0xFEE0)
        // Hyphens and dashes, the minus sign, and the sound mark that is typed in their place.
        case 0x2010...0x2015, 0x2212, 0x30FC, 0xFF70: UInt8(ascii: "-")
        default: other
        }
    }
}
