/// A text as leaks are looked for in it: letters and digits alone, folded, so that spaces, marks and line breaks make no
/// difference; with a hash of every run of ``length`` letters.
struct LeakText {
    /// A run of letters.
    struct Gram {
        var hash: UInt64
        /// Where it stands, in bytes of the folded text (see ``options``).
        var range: Range<Int>
    }

    /// How a text is folded.
    static let options: FoldedText.Options = [.lookAlikes, .smallKana]

    /// How many letters a run has.
    static let length = 12

    private static let base: UInt64 = 0x9E37_79B9_7F4A_7C15 | 1

    /// Calls for every run of a text.
    /// - Parameter folded: the text, folded by ``options``.
    static func forEachGram(in folded: FoldedText, _ body: (Gram) -> Void) {
        let text = folded.bytes.span
        // base to the power of the run's length, to take out the letter that leaves.
        let leaving = (0..<length).reduce(UInt64(1)) { power, _ in power &* base }
        var codes = [UInt32](repeating: 0, count: length)
        var starts = [Int](repeating: 0, count: length)
        var count = 0
        var hash: UInt64 = 0
        var index = 0
        while index < text.count {
            let scalar = UTF8Scalar(text, at: index)
            let start = index
            index &+= scalar.length
            guard isLetter(scalar.code) else { continue }
            let slot = count % length
            let gone = count >= length ? codes[slot] : 0
            codes[slot] = scalar.code
            starts[slot] = start
            count &+= 1
            hash = hash &* base &+ UInt64(scalar.code) &- (gone == 0 ? 0 : UInt64(gone) &* leaving)
            if count >= length { body(Gram(hash: mixed(hash), range: starts[count % length]..<index)) }
        }
    }

    /// Whether a character counts.
    static func isLetter(_ code: UInt32) -> Bool {
        switch code {
        case 0x30...0x39, 0x61...0x7A, 0x41...0x5A: true
        case 0..<0x80, UTF8Scalar.invalid: false
        case 0x80..<0xC0, 0x2000..<0x2C00, 0x3000...0x3004, 0x3007...0x3020, 0x30FB: false
        case 0xFF00...0xFF0F, 0xFE00...0xFE0F: false
        default: true
        }
    }

    private static func mixed(_ hash: UInt64) -> UInt64 {
        let folded = (hash ^ hash &>> 31) &* 0xBF58_476D_1CE4_E5B9
        return folded ^ folded &>> 29
    }
}
