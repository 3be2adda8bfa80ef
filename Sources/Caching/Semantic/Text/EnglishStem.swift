/// Light stemming: plurals, -ing, -ed, -ment, -ion and doubled letters go, so that the forms of one word meet.
///
/// Works in place on lower-case ASCII bytes. It need not make words, only make the same of the same.
enum EnglishStem {
    /// Cuts a word to its stem.
    /// - Parameter word: lower-case ASCII letters; other bytes are left alone.
    static func stem(_ word: inout [UInt8]) {
        guard word.count > 3 else { return }
        plural(&word)
        if cut("ing", from: &word, leaving: 3) || cut("ied", with: "y", from: &word, leaving: 1)
            || cut("ed", from: &word, leaving: 3)
        {
            // needed / need, agreed / agree
        }
        if cut("isation", with: "iz", from: &word, leaving: 3) || cut("ization", with: "iz", from: &word, leaving: 3) {
            return
        }
        if hasSuffix("ise", word), word.count > 6 { word[word.count - 2] = UInt8(ascii: "z") }
        if hasSuffix("yse", word), word.count > 5 { word[word.count - 2] = UInt8(ascii: "z") }
        if hasSuffix("is", word), word.count > 6 { word[word.count - 1] = UInt8(ascii: "z") }
        _ = cut("ment", from: &word, leaving: 4)
        if hasSuffix("tion", word) || hasSuffix("sion", word), word.count > 6 { word.removeLast(3) }
        if hasSuffix("our", word), word.count > 4 { word.removeLast(2); word.append(UInt8(ascii: "r")) }
        if word.count > 3, word.last == UInt8(ascii: "e") { word.removeLast() }
        if let last = word.last, word.count > 3, word[word.count - 2] == last, last != UInt8(ascii: "e") {
            word.removeLast()
        }
        if word.count > 2, word.last == UInt8(ascii: "y") { word[word.count - 1] = UInt8(ascii: "i") }
    }

    private static func plural(_ word: inout [UInt8]) {
        guard word.last == UInt8(ascii: "s") else { return }
        if cut("ies", with: "y", from: &word, leaving: 2) { return }
        if hasSuffix("sses", word) || hasSuffix("shes", word) || hasSuffix("ches", word) || hasSuffix("xes", word) {
            word.removeLast(2)
            return
        }
        if hasSuffix("ss", word) || hasSuffix("us", word) || hasSuffix("is", word) { return }
        word.removeLast()
    }

    private static func hasSuffix(_ suffix: StaticString, _ word: [UInt8]) -> Bool {
        let count = suffix.utf8CodeUnitCount
        guard word.count >= count else { return false }
        let start = word.count - count
        return suffix.withUTF8Buffer { bytes in
            for index in 0..<count where word[start + index] != bytes[index] { return false }
            return true
        }
    }

    private static func cut(
        _ suffix: StaticString,
        with replacement: StaticString = "",
        from word: inout [UInt8],
        leaving least: Int
    ) -> Bool {
        guard hasSuffix(suffix, word), word.count >= least + suffix.utf8CodeUnitCount else { return false }
        word.removeLast(suffix.utf8CodeUnitCount)
        replacement.withUTF8Buffer { word.append(contentsOf: $0) }
        return true
    }
}
