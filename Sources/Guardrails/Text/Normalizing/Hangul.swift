/// Korean syllables compose by arithmetic (The Unicode Standard, section 3.12).
enum Hangul {
    private static let syllables: UInt32 = 0xAC00
    private static let leads: UInt32 = 0x1100
    private static let vowels: UInt32 = 0x1161
    private static let tails: UInt32 = 0x11A7
    private static let leadCount: UInt32 = 19
    private static let vowelCount: UInt32 = 21
    private static let tailCount: UInt32 = 28
    private static let syllableCount: UInt32 = 11172

    /// Whether a code point is a composed syllable.
    static func isSyllable(_ code: UInt32) -> Bool { code &- syllables < syllableCount }

    /// Adds the letters of a syllable.
    static func decompose(_ code: UInt32, into codes: inout [UInt32]) {
        let index = code &- syllables
        codes.append(leads &+ index / (vowelCount &* tailCount))
        codes.append(vowels &+ index % (vowelCount &* tailCount) / tailCount)
        if index % tailCount != 0 { codes.append(tails &+ index % tailCount) }
    }

    /// The syllable of a lead and a vowel, or of an open syllable and a tail.
    static func composition(_ first: UInt32, _ second: UInt32) -> UInt32? {
        if first &- leads < leadCount, second &- vowels < vowelCount {
            return syllables &+ ((first &- leads) &* vowelCount &+ (second &- vowels)) &* tailCount
        }
        let index = first &- syllables
        if index < syllableCount, index % tailCount == 0, second > tails, second &- tails < tailCount {
            return first &+ (second &- tails)
        }
        return nil
    }
}
