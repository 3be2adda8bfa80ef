/// RFC 4648 §4, as far as signatures and media sizes need it.
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func encode(_ bytes: [UInt8]) -> String {
        var out: [UInt8] = []
        var index = 0
        while index < bytes.count {
            let group = bytes[index..<min(index &+ 3, bytes.count)]
            var word: UInt32 = 0
            for offset in 0..<3 {
                word = word << 8 | UInt32(group.indices.contains(index &+ offset) ? group[index &+ offset] : 0)
            }
            for position in 0..<4 {
                let digit = alphabet[Int(word >> UInt32(18 &- 6 &* position) & 63)]
                out.append(position <= group.count ? digit : UInt8(ascii: "="))
            }
            index &+= 3
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// How many bytes the text stands for, or `nil` where it is no Base64 (standard or URL alphabet, padded or not).
    static func decodedCount(_ text: String) -> Int? {
        var digits = 0
        var padding = 0
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "-"),
                UInt8(ascii: "_"):
                guard padding == 0 else { return nil }
                digits &+= 1
            case UInt8(ascii: "="): padding &+= 1
            default: return nil
            }
        }
        guard digits % 4 != 1, padding <= 2, padding == 0 || (digits &+ padding) % 4 == 0 else { return nil }
        return digits &* 3 / 4
    }

    static func decode(_ text: String) -> [UInt8]? {
        guard decodedCount(text) != nil else { return nil }
        var out: [UInt8] = []
        var word: UInt32 = 0
        var bits: UInt32 = 0
        for byte in text.utf8 where byte != UInt8(ascii: "=") {
            guard let digit = alphabet.firstIndex(of: standard(byte)) else { return nil }
            word = (word << 6 | UInt32(digit)) & 0xFFFF
            bits &+= 6
            if bits >= 8 {
                bits &-= 8
                out.append(UInt8(truncatingIfNeeded: word >> bits))
            }
        }
        return out
    }

    private static func standard(_ byte: UInt8) -> UInt8 {
        switch byte {
        case UInt8(ascii: "-"): UInt8(ascii: "+")
        case UInt8(ascii: "_"): UInt8(ascii: "/")
        default: byte
        }
    }
}
