import CNameLists

/// What the search for names and addresses knows: the built-in lists and, where it is installed, MeCab.
public struct NameResources: Sendable {
    /// What was found on this machine, loaded once: log ``tier`` at start-up.
    public static let shared = NameResources()

    /// How names are found.
    public var tier: NameTier { analyzer == nil ? .builtIn : .dictionary }

    let words: WordTable
    /// Kanji that two given names or more hold.
    let givenScalars: ScalarSet
    /// Kanji that two given names or more end with.
    let givenEndings: ScalarSet
    let surnameBeginnings: ScalarSet
    let surnameEndings: ScalarSet
    let analyzer: MorphologicalAnalyzer?

    /// Loads what there is.
    /// - Parameter tier: the tier to use; `nil` takes the dictionary where it is installed.
    public init(tier: NameTier? = nil) {
        var words = WordTable(capacity: 16_000)
        var inGiven: [UInt32: Int] = [:]
        var endOfGiven: [UInt32: Int] = [:]
        var startOfSurname: [UInt32: Int] = [:]
        var endOfSurname: [UInt32: Int] = [:]
        Self.read(kanmon_name_list_surnames) { word in
            words.insert(word, .surname)
            guard word.count > 1, let first = word.first, let last = word.last else { return }
            startOfSurname[first, default: 0] += 1
            endOfSurname[last, default: 0] += 1
        }
        Self.read(kanmon_name_list_given_names) { word in
            words.insert(word, .given)
            for scalar in Set(word) where scalar.isKanji { inGiven[scalar, default: 0] += 1 }
            if let last = word.last, last.isKanji, word.count > 1 { endOfGiven[last, default: 0] += 1 }
        }
        let lists: [(kanmon_name_list_kind, WordKinds)] = [
            (kanmon_name_list_ambiguous_surnames, .ambiguous), (kanmon_name_list_romaji_surnames, .romajiSurname),
            (kanmon_name_list_romaji_given_names, .romajiGiven), (kanmon_name_list_western_given_names, .westernGiven),
            (kanmon_name_list_katakana_given_names, .foreignGiven),
            (kanmon_name_list_western_surnames, .westernSurname),
            (kanmon_name_list_katakana_surnames, .foreignSurname), (kanmon_name_list_katakana_things, .thing),
        ]
        for (list, kind) in lists { Self.read(list) { words.insert($0, kind) } }
        Self.read(kanmon_name_list_cities) { words.insert($0 + "市".scalarValues, .city) }
        Self.read(kanmon_name_list_wards) { words.insert($0 + "区".scalarValues, .ward) }
        for name in Prefectures.names { words.insert(name.scalarValues, .prefecture) }
        for (list, kind) in NameWords.lists {
            for word in list.split(separator: " ") { words.insert(String(word).scalarValues, kind) }
        }
        self.words = words
        givenScalars = ScalarSet(inGiven.filter { $0.value > 1 }.keys)
        givenEndings = ScalarSet(endOfGiven.filter { $0.value > 1 }.keys)
        surnameBeginnings = ScalarSet(startOfSurname.keys)
        surnameEndings = ScalarSet(endOfSurname.filter { $0.value > 2 }.keys)
        analyzer = tier == .builtIn ? nil : MorphologicalAnalyzer()
    }

    private static func read(_ kind: kanmon_name_list_kind, _ body: ([UInt32]) -> Void) {
        let list = kanmon_name_list_of(kind)
        let text = ScalarText(Array(UnsafeBufferPointer(start: list.bytes, count: list.count)))
        for word in text.scalars.split(whereSeparator: { $0 == 0x20 || $0 == 0x0A }) { body(Array(word)) }
    }
}
