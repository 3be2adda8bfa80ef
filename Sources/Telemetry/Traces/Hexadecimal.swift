/// Numbers as hexadecimal digits of a fixed width.
enum Hexadecimal {
    /// 16 lower-case digits.
    static func text(_ value: UInt64) -> String {
        var rest = value
        let digits: StaticString = "0123456789abcdef"
        return String(unsafeUninitializedCapacity: 16) { buffer in
            for index in 0..<16 {
                // In bounds: the buffer holds 16 bytes, the digits are 16.
                buffer[15 - index] = digits.utf8Start[Int(rest & 15)]
                rest >>= 4
            }
            return 16
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
