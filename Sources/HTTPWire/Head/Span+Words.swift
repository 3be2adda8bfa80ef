/// Searches that look at eight bytes at once: most bytes of a head are ordinary characters of long values.
///
/// In a word that is read little-endian the lowest marked byte is the first one. Borrows make the marks above it
/// unreliable, which is why only the lowest is ever used.
extension Span<UInt8> {
    private static var ones: UInt64 { 0x0101_0101_0101_0101 }
    private static var highBits: UInt64 { 0x8080_8080_8080_8080 }

    /// The index of the first line feed at or behind `start`, or the number of bytes if there is none.
    func firstLineFeed(from start: Int) -> Int {
        var index = start
        while index &+ 8 <= count {
            let marks = Self.zeros(word(at: index) ^ (Self.ones &* 0x0A))
            if marks != 0 { return index &+ marks.trailingZeroBitCount >> 3 }
            index &+= 8
        }
        while index < count, self[index] != 0x0A { index &+= 1 }
        return index
    }

    /// The index of the first byte at or behind `start` that ``FieldGrammar/isValue(_:)-(UInt8)`` refuses, or the number
    /// of bytes if there is none.
    func endOfValue(from start: Int) -> Int {
        var index = start
        while index &+ 8 <= count {
            let word = word(at: index)
            let controls = (word &- Self.ones &* 0x20) & ~word & Self.highBits
            let marks = controls | Self.zeros(word ^ (Self.ones &* 0x7F))
            guard marks != 0 else {
                index &+= 8
                continue
            }
            index &+= marks.trailingZeroBitCount >> 3
            // A tab is the one control character that may stand in a value.
            guard self[index] == 0x09 else { return index }
            index &+= 1
        }
        while index < count, FieldGrammar.isValue(self[index]) { index &+= 1 }
        return index
    }

    /// The lowest mark is on the first byte that is zero.
    private static func zeros(_ word: UInt64) -> UInt64 { (word &- ones) & ~word & highBits }

    /// Eight bytes as a number whose lowest byte is the first. Any eight bytes are a valid number, and the bounds are
    /// checked, so that the load is unsafe in name only.
    private func word(at index: Int) -> UInt64 {
        UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
    }
}
