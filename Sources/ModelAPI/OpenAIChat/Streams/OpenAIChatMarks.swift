/// Whether the names that matter stand in a chunk, found in one pass over its bytes without reading it as JSON.
///
/// Quotes inside a JSON string are escaped, so a text about `"usage"` does not look like the name.
struct OpenAIChatMarks: OptionSet, Sendable {
    let rawValue: UInt8

    /// `"usage"` stands in it.
    static let usage = OpenAIChatMarks(rawValue: 1)
    /// `"error"` stands in it.
    static let error = OpenAIChatMarks(rawValue: 2)

    init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Looks for both names at once, seven bytes long each with their quotes: the last byte of a window says how far the
    /// next one is (Horspool 1980).
    init(in bytes: Span<UInt8>) {
        self = []
        var last = 6
        while last < bytes.count {
            switch bytes[last] {
            case UInt8(ascii: "\""):
                if Self.matches("\"usage\"", in: bytes, endingAt: last) { insert(.usage) }
                if Self.matches("\"error\"", in: bytes, endingAt: last) { insert(.error) }
                last &+= 6
            case UInt8(ascii: "u"): last &+= 5
            case UInt8(ascii: "s"): last &+= 4
            case UInt8(ascii: "a"): last &+= 3
            case UInt8(ascii: "g"), UInt8(ascii: "o"): last &+= 2
            case UInt8(ascii: "e"), UInt8(ascii: "r"): last &+= 1
            default: last &+= 7
            }
        }
    }

    private static func matches(_ name: StaticString, in bytes: Span<UInt8>, endingAt last: Int) -> Bool {
        let start = last &- 6
        for offset in 0..<7 where bytes[start &+ offset] != name.utf8Start[offset] { return false }
        return true
    }
}
