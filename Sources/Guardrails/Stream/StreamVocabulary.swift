import CNameLists

/// Words that tell what the end of a text may become.
struct StreamVocabulary: Sendable {
    static let shared = StreamVocabulary()

    /// The labels in front of names and addresses.
    private let labels: ScalarWords
    private let longestLabel: Int
    private let labelEndings: ScalarSet
    /// Municipalities whose names begin in kana: さいたま市.
    private let kanaCities: [[UInt32]]
    private let kanaBeginnings: ScalarSet

    private init() {
        var labels: Set<[UInt32]> = []
        for pattern in [NameLabels.strict, NameLabels.loose] { labels.formUnion(Self.words(of: pattern.expression)) }
        let places = ["住所", "所在地", "届け先", "届先", "本籍", "本籍地", "勤務地", "送付先", "現住所", "本店", "本社", "居所"]
        labels.formUnion(places.map(\.scalarValues))
        self.labels = ScalarWords(labels)
        longestLabel = labels.map(\.count).max() ?? 0
        labelEndings = ScalarSet(labels.compactMap(\.last))
        var cities: [[UInt32]] = []
        let list = kanmon_name_list_of(kanmon_name_list_cities)
        let text = ScalarText(Array(UnsafeBufferPointer(start: list.bytes, count: list.count)))
        for word in text.scalars.split(whereSeparator: { $0 == 0x20 || $0 == 0x0A }) {
            if let first = word.first, first.isKana { cities.append(Array(word) + "市".scalarValues) }
        }
        // Offices on number plates are parts of the plates.
        cities += ["いわき", "つくば", "とちぎ", "なにわ"].map(\.scalarValues)
        kanaCities = cities
        kanaBeginnings = ScalarSet(cities.compactMap(\.first))
    }

    /// The words of a pattern of alternatives, each of which may end with one optional group.
    private static func words(of expression: String) -> [[UInt32]] {
        expression.dropFirst().dropLast().split(separator: "|").flatMap { word -> [[UInt32]] in
            guard let open = word.firstIndex(of: "(") else { return [String(word).scalarValues] }
            let stem = String(word[..<open])
            return [stem.scalarValues, (stem + word[word.index(after: open)...].prefix { $0 != ")" }).scalarValues]
        }
    }

    /// Whether a label ends at a place.
    func labelEnds(at end: Int, in codes: [UInt32]) -> Bool {
        guard end > 0, labelEndings.contains(codes[end - 1]) else { return false }
        for length in 1...max(1, min(longestLabel, end)) where labels.contains(codes[(end - length)..<end]) {
            return true
        }
        return false
    }

    /// How a municipality in kana begins at a place.
    /// - Returns: where it ends; the end of the text where the text ends within it; `nil` where none begins.
    func kanaCity(at start: Int, in codes: [UInt32]) -> Int? {
        guard kanaBeginnings.contains(codes[start]) else { return nil }
        let rest = codes[start...]
        for city in kanaCities where city.first == codes[start] {
            let length = min(city.count, rest.count)
            if rest.prefix(length).elementsEqual(city.prefix(length)) { return start + length }
        }
        return nil
    }
}
