/// Numbers as hexadecimal digits of a fixed width.
enum HexadecimalNumber {
    /// 16 lower-case digits.
    static func text(_ value: UInt64) -> String {
        String(unsafeUninitializedCapacity: 16) { buffer in
            write(value, to: UnsafeMutableRawBufferPointer(buffer.extracting(0..<16)))
            return 16
        }
    }

    /// Writes 16 lower-case digits.
    /// - Parameter buffer: room for 16 bytes.
    static func write(_ value: UInt64, to buffer: UnsafeMutableRawBufferPointer) {
        var rest = value
        for index in 0..<16 {
            let digit = UInt8(truncatingIfNeeded: rest & 15)
            buffer[15 - index] = digit < 10 ? UInt8(ascii: "0") &+ digit : UInt8(ascii: "a") &- 10 &+ digit
            rest >>= 4
        }
    }

    /// Reads up to 16 lower-case digits.
    /// - Returns: `nil` where anything else stands there, also for capital letters.
    static func value(_ digits: some Sequence<UInt8>) -> UInt64? {
        var value: UInt64 = 0
        for digit in digits {
            let number: UInt8
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): number = digit &- UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): number = digit &- UInt8(ascii: "a") &+ 10
            default: return nil
            }
            value = value << 4 | UInt64(number)
        }
        return value
    }
}
