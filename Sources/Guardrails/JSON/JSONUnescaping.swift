/// The contents of a JSON string without its escapes (RFC 8259 §7), and the way back to the text.
struct JSONUnescaping {
    /// The string, UTF-8.
    private(set) var bytes: [UInt8] = []
    /// From ``bytes`` to the contents as they stand, counted from their beginning.
    private(set) var map = OffsetMap()

    /// Reads the contents of a string, from quote to quote. A lone surrogate becomes U+FFFD, an escape that is none stays.
    init(_ text: Span<UInt8>, _ contents: Range<Int>) {
        bytes.reserveCapacity(contents.count)
        var index = contents.lowerBound
        var run = index
        while index < contents.upperBound {
            guard text[index] == UInt8(ascii: "\\"), let escape = Self.escape(text, at: index, end: contents.upperBound)
            else {
                index &+= 1
                continue
            }
            copy(text, run..<index)
            let start = bytes.count
            bytes.appendUTF8(escape.code)
            map.append(normalized: bytes.count &- start, original: escape.length, isVerbatim: false)
            index &+= escape.length
            run = index
        }
        copy(text, run..<contents.upperBound)
    }

    private mutating func copy(_ text: Span<UInt8>, _ range: Range<Int>) {
        guard !range.isEmpty else { return }
        text.extracting(range).withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
        map.append(normalized: range.count, original: range.count, isVerbatim: true)
    }

    private static func escape(_ text: Span<UInt8>, at index: Int, end: Int) -> (code: UInt32, length: Int)? {
        guard index &+ 1 < end else { return nil }
        switch text[index &+ 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return (UInt32(text[index &+ 1]), 2)
        case UInt8(ascii: "n"): return (0x0A, 2)
        case UInt8(ascii: "r"): return (0x0D, 2)
        case UInt8(ascii: "t"): return (0x09, 2)
        case UInt8(ascii: "b"): return (0x08, 2)
        case UInt8(ascii: "f"): return (0x0C, 2)
        case UInt8(ascii: "u"):
            guard index &+ 6 <= end, case .code(let code) = EscapeReader.read(.backslash, text, at: index)?.value else {
                return nil
            }
            if code >= 0x10000 { return index &+ 12 <= end ? (code, 12) : (0xFFFD, 6) }
            return (code &>> 11 == 0x1B ? 0xFFFD : code, 6)
        default: return nil
        }
    }
}
