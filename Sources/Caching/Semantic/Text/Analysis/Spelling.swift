/// Tells a misspelt word from another word.
enum Spelling {
    /// Whether one of two words is the other, misspelt or with another ending.
    ///
    /// Careful, because one letter may make another word: the one must be in the lexicon and the other not (no typing
    /// error makes "contact" of "contract" where both are known), or both unknown words with the same long stem.
    static func isSame(
        _ leftText: AnalyzedText,
        _ left: TextToken,
        _ rightText: AnalyzedText,
        _ right: TextToken
    ) -> Bool {
        guard isWord(left), isWord(right), (left.concept < 0) || (right.concept < 0) else { return false }
        let first = leftText.scalars[Int(left.start)..<Int(left.end)]
        let second = rightText.scalars[Int(right.start)..<Int(right.end)]
        guard first.first == second.first, first.allSatisfy(isLetter), second.allSatisfy(isLetter) else {
            return false
        }
        if left.concept < 0, right.concept < 0 { return haveSameStem(first, second) }
        return min(first.count, second.count) >= 6 && isTypingError(Array(first), Array(second))
    }

    private static func isWord(_ token: TextToken) -> Bool {
        token.shape == .word || token.shape == .name || token.shape == .known
    }

    private static func isLetter(_ scalar: UInt32) -> Bool { scalar >= 0x61 && scalar <= 0x7A }

    /// Endings that make another form of the same word.
    private static let endings: Set<String> = [
        "", "e", "s", "al", "ally", "ance", "ence", "ity", "ive", "able", "ible", "ly", "ness", "y", "ion", "ation",
        "ate", "ify", "ization", "ize", "ous", "ic", "ical",
    ]

    private static func haveSameStem(_ first: ArraySlice<UInt32>, _ second: ArraySlice<UInt32>) -> Bool {
        let common = zip(first, second).prefix { $0 == $1 }.count
        guard common >= 6 else { return false }
        return [first, second].allSatisfy { word in
            var ending = ""
            for scalar in word.dropFirst(common) {
                guard let scalar = Unicode.Scalar(scalar) else { return false }
                ending.unicodeScalars.append(scalar)
            }
            return endings.contains(ending)
        }
    }

    /// One letter doubled or missing, or two letters changed places.
    private static func isTypingError(_ first: [UInt32], _ second: [UInt32]) -> Bool {
        let (short, long) = first.count <= second.count ? (first, second) : (second, first)
        let common = zip(short, long).prefix { $0 == $1 }.count
        switch long.count - short.count {
        case 0:
            guard common + 1 < short.count, short[common] == long[common + 1], short[common + 1] == long[common] else {
                return false
            }
            return short[(common + 2)...] == long[(common + 2)...]
        case 1:
            guard short[common...] == long[(common + 1)...] else { return false }
            return long[common] == long[common - 1] || short.count >= 8
        default: return false
        }
    }
}
