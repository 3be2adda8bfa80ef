/// Whether a text can hold anything that has a form of its own: one cheap pass, so that most texts need no second one.
enum Suspicion {
    /// Fewer digits make no number of a card, a telephone or a person.
    static let digits = 10
    /// Tokens are at least so long, and shorter ones than ``longToken`` have a digit.
    static let (shortToken, longToken) = (8, 16)

    /// - Returns: `false` only where nothing is to be found.
    static func isIn(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            var (digits, run, digitsInRun) = (0, 0, 0)
            for byte in bytes {
                switch byte {
                case UInt8(ascii: "@"): return true
                // Full-width forms begin so.
                case 0xEF: return true
                case UInt8(ascii: "0")...UInt8(ascii: "9"):
                    digits += 1
                    run += 1
                    digitsInRun += 1
                    if digits >= Self.digits { return true }
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"),
                    UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="):
                    run += 1
                default: (run, digitsInRun) = (0, 0)
                }
                if run >= longToken || (run >= shortToken && digitsInRun > 0) { return true }
            }
            return false
        }
    }
}
