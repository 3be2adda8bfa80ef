/// Random bytes and their spellings.
enum RandomText {
    private static let base64URL = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    /// Crockford's alphabet in small letters: no i, l, o, u, so that nothing is misread.
    private static let base32 = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    /// So many random bytes.
    static func bytes(_ count: Int, using random: inout some RandomNumberGenerator) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    }

    /// So many random characters of five bits each.
    static func base32(_ count: Int, using random: inout some RandomNumberGenerator) -> String {
        let letters = (0..<count).map { _ in base32[Int(UInt8.random(in: .min ... .max, using: &random) & 31)] }
        return String(decoding: letters, as: UTF8.self)
    }

    /// Bytes in base64url without padding (RFC 4648 §5).
    static func base64URL(_ bytes: [UInt8]) -> String {
        var letters: [UInt8] = []
        letters.reserveCapacity((bytes.count * 4 + 2) / 3)
        var bits: UInt32 = 0
        var count = 0
        for byte in bytes {
            bits = bits &<< 8 | UInt32(byte)
            count += 8
            while count >= 6 {
                count -= 6
                letters.append(base64URL[Int(bits &>> UInt32(count) & 63)])
            }
        }
        if count > 0 { letters.append(base64URL[Int(bits &<< UInt32(6 - count) & 63)]) }
        return String(decoding: letters, as: UTF8.self)
    }

    /// Whether a byte is one of base64url's letters.
    static func isBase64URL(_ byte: UInt8) -> Bool {
        byte.isASCIIAlphanumeric || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    }

    /// The bytes that hexadecimal digits of either case spell.
    static func bytes(hexadecimal text: some StringProtocol) -> [UInt8]? {
        let digits = Array(text.utf8)
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count / 2)
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = digits[index].hexadecimalValue, let low = digits[index + 1].hexadecimalValue else {
                return nil
            }
            bytes.append(high &<< 4 | low)
        }
        return bytes
    }
}
