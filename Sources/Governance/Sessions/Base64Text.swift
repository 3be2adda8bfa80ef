/// Base64 without padding (RFC 4648 §4), as PHC strings have it.
enum Base64Text {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func text(_ bytes: [UInt8]) -> String {
        // The same letters but for the last two of the alphabet.
        let url = RandomText.base64URL(bytes).utf8
        return String(
            decoding: url.map { byte in
                switch byte {
                case UInt8(ascii: "-"): UInt8(ascii: "+")
                case UInt8(ascii: "_"): UInt8(ascii: "/")
                default: byte
                }
            },
            as: UTF8.self
        )
    }

    /// The bytes; `nil` for other letters and for bits that belong to no byte.
    static func bytes(_ text: some StringProtocol) -> [UInt8]? {
        var bytes: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for letter in text.utf8 {
            guard let value = alphabet.firstIndex(of: letter) else { return nil }
            bits = bits &<< 6 | UInt32(value)
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits &>> UInt32(count)))
                bits &= (1 &<< UInt32(count)) &- 1
            }
        }
        return count < 6 && bits == 0 ? bytes : nil
    }
}
