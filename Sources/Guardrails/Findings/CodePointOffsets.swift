/// Offsets in Unicode code points, as other programs count them, for offsets in bytes of UTF-8.
///
/// Ascending offsets cost one walk over the text together. A byte that belongs to no character counts as one.
public struct CodePointOffsets: Sendable {
    private let bytes: [UInt8]
    private var byte = 0
    private var codePoint = 0

    /// Counts in a text.
    /// - Parameter bytes: UTF-8.
    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// How many code points stand before a byte.
    /// - Parameter offset: a byte offset; one within a character counts as its beginning, one beyond the end as the end.
    public mutating func codePoints(before offset: Int) -> Int {
        if offset < byte {
            byte = 0
            codePoint = 0
        }
        (byte, codePoint) = Self.walk(bytes.span, from: (byte, codePoint), to: offset)
        return codePoint
    }

    private static func walk(_ bytes: Span<UInt8>, from place: (Int, Int), to offset: Int) -> (Int, Int) {
        var (byte, codePoint) = place
        while byte < Swift.min(offset, bytes.count) {
            let length = UTF8Scalar(bytes, at: byte).length
            guard byte &+ length <= offset else { break }
            byte &+= length
            codePoint &+= 1
        }
        return (byte, codePoint)
    }

    /// A range in code points.
    /// - Parameter range: a range of bytes.
    public mutating func range(_ range: Range<Int>) -> Range<Int> {
        let lower = codePoints(before: range.lowerBound)
        return lower..<max(lower, codePoints(before: range.upperBound))
    }
}
