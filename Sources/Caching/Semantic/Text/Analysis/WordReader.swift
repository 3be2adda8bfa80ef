/// Stems words of spaced scripts.
enum WordReader {
    /// The hash of a word's stem.
    /// - Parameter word: folded scalars.
    static func stem(_ word: ArraySlice<UInt32>) -> UInt64 {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(word.count)
        var isLatin = true
        for scalar in word {
            let plain = scalar & ~TextFolding.capital
            if plain == 0x27 { continue }
            guard plain < 0x80 else {
                isLatin = false
                break
            }
            bytes.append(UInt8(plain))
        }
        var hash = TextHash()
        if isLatin {
            EnglishStem.stem(&bytes)
            for byte in bytes { hash.add(UInt32(byte)) }
        } else {
            for scalar in word.prefix(stemLength(of: word)) { hash.add(scalar & ~TextFolding.capital) }
        }
        return hash.mixed
    }

    /// Russian words are cut to what stays when they are inflected; of other scripts' words all is kept.
    private static func stemLength(of word: ArraySlice<UInt32>) -> Int {
        guard word.count > 4, word.allSatisfy({ ScalarClass($0 & ~TextFolding.capital) == .cyrillic }) else {
            return word.count
        }
        var count = word.count
        while count > 4, endings.contains(word[word.startIndex + count - 1] & ~TextFolding.capital) { count -= 1 }
        return count
    }

    private static let endings = Set("аеёиоуыэюяйьм".unicodeScalars.map(\.value))
}
