/// A text of at most 32 bytes that is made without a string: the heads of answers have some, of numbers with units.
struct ShortText {
    private var bytes = InlineArray<32, UInt8>(repeating: 0)
    /// How many bytes it has.
    private(set) var count = 0

    /// The byte at a position below ``count``.
    subscript(position: Int) -> UInt8 { bytes[position] }

    /// Adds an ASCII character.
    mutating func append(_ character: Unicode.Scalar) { append(byte: UInt8(ascii: character)) }

    /// Adds a number that is not negative.
    /// - Parameter digits: how many digits it has at least, zeros in front.
    mutating func append(_ number: Int64, digits: Int = 1) {
        var reversed = ShortText()
        var rest = number.magnitude
        repeat {
            reversed.append(byte: UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        } while rest > 0
        for _ in 0..<max(0, digits - reversed.count) { append("0") }
        for position in (0..<reversed.count).reversed() { append(byte: reversed[position]) }
    }

    /// What comes when there is no more room is left out.
    private mutating func append(byte: UInt8) {
        guard count < bytes.count else { return }
        bytes[count] = byte
        count += 1
    }
}
