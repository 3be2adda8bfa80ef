/// A set of bytes, for tests in the middle of a text.
struct ByteSet: Sendable, Hashable {
    private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

    /// The set of a text's bytes.
    init(_ members: String) {
        for byte in members.utf8 { insert(byte) }
    }

    private mutating func insert(_ byte: UInt8) {
        let bit = UInt64(1) &<< UInt64(byte & 63)
        switch byte >> 6 {
        case 0: words.0 |= bit
        case 1: words.1 |= bit
        case 2: words.2 |= bit
        default: words.3 |= bit
        }
    }

    func contains(_ byte: UInt8) -> Bool {
        let bit = UInt64(1) &<< UInt64(byte & 63)
        return switch byte >> 6 {
        case 0: words.0 & bit != 0
        case 1: words.1 & bit != 0
        case 2: words.2 & bit != 0
        default: words.3 & bit != 0
        }
    }

    func union(_ members: String) -> ByteSet {
        var set = self
        for byte in members.utf8 { set.insert(byte) }
        return set
    }

    static func == (left: ByteSet, right: ByteSet) -> Bool { left.words == right.words }

    func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
        hasher.combine(words.2)
        hasher.combine(words.3)
    }

    static let digits = ByteSet("0123456789")
    static let capitals = ByteSet("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    static let letters = capitals.union("abcdefghijklmnopqrstuvwxyz")
    static let alphanumerics = letters.union("0123456789")
    static let capitalsAndDigits = capitals.union("0123456789")
    static let smallAndDigits = ByteSet("abcdefghijklmnopqrstuvwxyz0123456789")
    static let hex = ByteSet("0123456789abcdefABCDEF")
    static let smallHex = ByteSet("0123456789abcdef")
    static let base64 = alphanumerics.union("+/=")
    static let base64URL = alphanumerics.union("-_")
    static let base58 = ByteSet("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz")
    static let base32 = ByteSet("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
}
