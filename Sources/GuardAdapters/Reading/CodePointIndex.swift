/// Byte offsets for offsets in Unicode code points, as most services count.
struct CodePointIndex {
    /// From how many code points to how many a byte offset is remembered.
    private static let spacing = 64

    private let bytes: ArraySlice<UInt8>
    private var marks: [Int] = []
    /// How many code points there are.
    private(set) var count = 0

    /// Counts.
    /// - Parameter bytes: well-formed UTF-8.
    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        for (offset, byte) in bytes.enumerated() where byte & 0xC0 != 0x80 {
            if count.isMultiple(of: Self.spacing) { marks.append(offset) }
            count += 1
        }
    }

    /// The bytes of a stretch of code points.
    /// - Returns: offsets from the first byte on; `nil` where the stretch is empty or reaches beyond the text.
    func bytes(from start: Int, to end: Int) -> Range<Int>? {
        guard start >= 0, start < end, end <= count else { return nil }
        return offset(of: start)..<offset(of: end)
    }

    /// The same for offsets in bytes.
    /// - Returns: `nil` where the stretch is empty, reaches beyond the text, or begins or ends within a character.
    func bytes(fromByte start: Int, toByte end: Int) -> Range<Int>? {
        guard start >= 0, start < end, end <= bytes.count, isBoundary(start), isBoundary(end) else { return nil }
        return start..<end
    }

    private func isBoundary(_ offset: Int) -> Bool {
        offset == bytes.count || bytes[bytes.startIndex + offset] & 0xC0 != 0x80
    }

    private func offset(of codePoint: Int) -> Int {
        guard codePoint < count else { return bytes.count }
        var offset = marks[codePoint / Self.spacing]
        var left = codePoint % Self.spacing
        while left > 0 {
            offset += 1
            if bytes[bytes.startIndex + offset] & 0xC0 != 0x80 { left -= 1 }
        }
        return offset
    }
}
