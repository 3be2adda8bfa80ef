/// Hexadecimal digits.
enum Hexadecimal {
    /// The value of a digit.
    @inline(__always)
    static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte &- UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte &- UInt8(ascii: "a") &+ 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte &- UInt8(ascii: "A") &+ 10
        default: nil
        }
    }

    /// The byte that two digits at an offset are.
    @inline(__always)
    static func value(_ text: Span<UInt8>, at index: Int) -> UInt8? {
        guard index &+ 1 < text.count, let high = digit(text[index]), let low = digit(text[index &+ 1]) else {
            return nil
        }
        return high &<< 4 | low
    }
}
