/// Bytes written with few characters (RFC 4648, Ascii85 and its relative of Git and Python).
///
/// White space is passed over; a character of another alphabet ends it all. What is left of bits at the end goes.
enum BaseEncodings {
    /// Base 64, of the standard alphabet and that of URLs, padded or not.
    static func base64(_ text: Span<UInt8>, _ range: Range<Int>) -> [UInt8]? {
        decode(text, range, bits: 6) { byte in
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte &- UInt8(ascii: "A")
            case UInt8(ascii: "a")...UInt8(ascii: "z"): byte &- UInt8(ascii: "a") &+ 26
            case UInt8(ascii: "0")...UInt8(ascii: "9"): byte &- UInt8(ascii: "0") &+ 52
            case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
            case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
            default: nil
            }
        }
    }

    /// Base 32 in capitals or small letters.
    static func base32(_ text: Span<UInt8>, _ range: Range<Int>) -> [UInt8]? {
        decode(text, range, bits: 5) { byte in
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte &- UInt8(ascii: "A")
            case UInt8(ascii: "a")...UInt8(ascii: "z"): byte &- UInt8(ascii: "a")
            case UInt8(ascii: "2")...UInt8(ascii: "7"): byte &- UInt8(ascii: "2") &+ 26
            default: nil
            }
        }
    }

    /// Base 16; hyphens and colons between bytes are passed over.
    static func hexadecimal(_ text: Span<UInt8>, _ range: Range<Int>) -> [UInt8]? {
        decode(text, range, bits: 4, skipping: [UInt8(ascii: "-"), UInt8(ascii: ":")], Hexadecimal.digit)
    }

    @inline(__always)
    private static func decode(
        _ text: Span<UInt8>,
        _ range: Range<Int>,
        bits: UInt32,
        skipping skipped: [UInt8] = [],
        _ value: (UInt8) -> UInt8?
    ) -> [UInt8]? {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(range.count * Int(bits) / 8)
        var word: UInt32 = 0
        var held: UInt32 = 0
        for index in range {
            let byte = text[index]
            if byte <= 0x20 || skipped.contains(byte) { continue }
            if byte == UInt8(ascii: "=") { break }
            guard let value = value(byte) else { return nil }
            word = word &<< bits | UInt32(value)
            held &+= bits
            if held >= 8 {
                held &-= 8
                decoded.append(UInt8(truncatingIfNeeded: word &>> held))
                // Noise shows at once: most runs end here.
                if decoded.count == 24, !PlainText.mayBegin(decoded) { return nil }
            }
        }
        return decoded
    }

    /// Base 85 in either of two alphabets.
    static func base85(_ text: Span<UInt8>, _ range: Range<Int>, isAscii85: Bool) -> [UInt8]? {
        let others = Array("!#$%&()*+-;<=>?@^_`{|}~".utf8)
        func value(_ byte: UInt8) -> UInt8? {
            if isAscii85 { return byte &- UInt8(ascii: "!") < 85 ? byte &- UInt8(ascii: "!") : nil }
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): return byte &- UInt8(ascii: "0")
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): return byte &- UInt8(ascii: "A") &+ 10
            case UInt8(ascii: "a")...UInt8(ascii: "z"): return byte &- UInt8(ascii: "a") &+ 36
            default: return others.firstIndex(of: byte).map { UInt8(truncatingIfNeeded: $0 &+ 62) }
            }
        }
        var decoded: [UInt8] = []
        var digits: [UInt8] = []
        func flush() -> Bool {
            let missing = 5 &- digits.count
            let word = (digits + [UInt8](repeating: 84, count: missing)).reduce(UInt64(0)) { $0 &* 85 &+ UInt64($1) }
            guard word <= UInt32.max else { return false }
            for shift in [24, 16, 8, 0].prefix(4 &- missing) as ArraySlice<UInt64> {
                decoded.append(UInt8(truncatingIfNeeded: word &>> shift))
            }
            digits.removeAll(keepingCapacity: true)
            return true
        }
        for index in range {
            guard let digit = value(text[index]) else { return nil }
            digits.append(digit)
            if digits.count == 5, !flush() { return nil }
        }
        return digits.count < 2 || flush() ? decoded : nil
    }
}
