/// Light stemming: plurals, -ing, -ed, -ment, -ion and doubled letters go, so that the forms of one word meet.
///
/// Works in place on lower-case ASCII bytes. It need not make words, only make the same of the same.
enum EnglishStem {
    /// Cuts a word to its stem.
    /// - Parameter word: lower-case ASCII letters; other bytes are left alone.
    static func stem(_ word: inout [UInt8]) {
        guard word.count > 3, !whole.contains(hash(word)) else { return }
        plural(&word)
        if whole.contains(hash(word)) { return }
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
        if hasSuffix("our", word), word.count > 4 {
            word.removeLast(2)
            word.append(UInt8(ascii: "r"))
        }
        if word.count > 3, word.last == UInt8(ascii: "e") { word.removeLast() }
        if let last = word.last, word.count > 3, word[word.count - 2] == last, last != UInt8(ascii: "e") {
            word.removeLast()
        }
        if word.count > 2, word.last == UInt8(ascii: "y") { word[word.count - 1] = UInt8(ascii: "i") }
    }

    /// Words whose stem would be that of another word.
    private static let whole = Set(
        [
            "here", "there", "where", "paste", "loss", "meeting", "building", "accounting",
            "attachment", "teams", "goods", "agreement", "edition", "lodging",
            "billing", "coming", "exception", "having", "during", "being", "something", "anything",
            "everything", "morning", "evening", "string", "spring", "thing", "bring", "setting", "this",
            "does", "was", "has", "his", "its", "yours", "ours", "theirs", "hers", "always", "news", "business",
            "address", "process", "access", "status", "previous", "various", "windows", "aws", "dns", "css", "ios",
            "sms", "gps", "https", "gas", "bus", "plus", "minus", "bonus", "tax", "others", "used", "need", "feed",
            "speed", "seed", "indeed", "exceed", "proceed", "red", "bed", "hundred", "united", "offering", "parking",
            "shipping", "training", "moment", "comment", "segment", "element", "document", "apartment", "department",
            "statement", "government", "environment", "instrument", "version", "mission", "session",
            "option", "station", "nation", "question", "mention", "position", "section", "region",
            "million", "opinion", "passion", "fashion", "action", "fraction", "function", "portion",
            "notion", "motion", "potion", "caution", "auction", "division", "vision", "tension", "pension", "mansion",
            "extension", "dimension", "occasion", "relation", "ration", "condition", "edge", "past",
            "marketing", "engineering", "pricing", "rating", "promotion", "pass", "passing",
        ].map { hash(Array($0.utf8)) }
    )

    private static func hash(_ word: [UInt8]) -> UInt64 {
        var hash = TextHash()
        for byte in word { hash.add(UInt32(byte)) }
        return hash.value
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
