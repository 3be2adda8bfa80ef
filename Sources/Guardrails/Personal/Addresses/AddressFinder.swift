/// Finds Japanese addresses in one text: municipality, town, block, building.
struct AddressFinder {
    let resources: NameResources
    let text: ScalarText
    private(set) var spans: [NameSpan] = []

    init(_ text: ScalarText, resources: NameResources) {
        self.text = text
        self.resources = resources
    }

    /// Reads the whole text once.
    mutating func readText() {
        if text.isASCII { return }
        // What begins like no municipality can only be the name of a county.
        let hasCounty = text.scalars.contains(0x90E1)
        var index = 0
        while index < text.count {
            let scalar = text.scalars[index]
            guard hasCounty || resources.words.canBegin([.prefecture, .city, .ward], with: scalar),
                scalar.isKanji || scalar.isKana, let span = address(at: index, hasCounty)
            else {
                index += 1
                continue
            }
            spans.append(span)
            index = max(index + 1, span.range.upperBound)
        }
    }

    /// The address that begins at a place.
    /// - Parameter hasCounty: whether the text may name a county at all.
    private func address(at start: Int, _ hasCounty: Bool) -> NameSpan? {
        var (prefecture, city, ward) = (0, 0, 0)
        if resources.words.canBegin([.prefecture, .city, .ward], with: text[start]) {
            resources.words.forEachWord(in: text, at: start) { length, kinds in
                if kinds.contains(.prefecture) { prefecture = length }
                if kinds.contains(.city) { city = length }
                if kinds.contains(.ward) { ward = length }
            }
        }
        if prefecture > 0 {
            var index = text.skippingSpaces(from: start + prefecture)
            guard let municipality = municipality(at: index) else { return nil }
            index = municipality
            return finish(start, index, score: 0.95, rule: "address.prefecture", hasPrefecture: true)
        }
        guard city > 0 || ward > 0 || hasCounty else { return nil }
        let previous = text[start - 1]
        guard !previous.isKanji || Self.labelEndings.contains(previous), !previous.isKatakana || !text[start].isKatakana
        else { return nil }
        if city > 0 {
            var index = text.skippingSpaces(from: start + city)
            if let ward = self.ward(at: index) { index = ward }
            return finish(start, index, score: 0.85, rule: "address.city", hasPrefecture: false)
        }
        if ward > 0 { return finish(start, start + ward, score: 0.8, rule: "address.ward", hasPrefecture: false) }
        if hasCounty, text[start].isKanji, let county = county(at: start) {
            return finish(start, county, score: 0.8, rule: "address.county", hasPrefecture: false)
        }
        return nil
    }

    private static let labelEndings = ScalarSet("所地先籍番".scalarValues)

    /// The end of a municipality behind a prefecture.
    private func municipality(at start: Int) -> Int? {
        let known = resources.words.longest([.city, .ward], in: text, at: start)
        if known > 0 {
            let index = text.skippingSpaces(from: start + known)
            return ward(at: index) ?? start + known
        }
        if let county = county(at: start) { return county }
        var index = start
        while index - start < 7, text[index].isKanji || text[index].isKana {
            let scalar = text[index]
            if index > start, "市区町村".unicodeScalars.contains(where: { $0.value == scalar }) { return index + 1 }
            index += 1
        }
        return nil
    }

    private func ward(at start: Int) -> Int? {
        let known = resources.words.longest(.ward, in: text, at: start)
        return known > 0 ? start + known : nil
    }

    /// 安芸郡府中町.
    private func county(at start: Int) -> Int? {
        var index = start
        while index - start < 5, text[index].isKanji || text[index] == 0x30F6, text[index] != 0x90E1 || index == start {
            index += 1
        }
        guard index > start, text[index] == 0x90E1 else { return nil }
        let town = text.skippingSpaces(from: index + 1)
        index = town
        while index - town < 6, text[index].isKanji || text[index].isKana {
            if index > town, text[index] == 0x753A || text[index] == 0x6751 { return index + 1 }
            index += 1
        }
        return nil
    }

    private func finish(
        _ start: Int,
        _ afterMunicipality: Int,
        score: Double,
        rule: String,
        hasPrefecture: Bool
    ) -> NameSpan? {
        if let block = AddressBlock(text, from: afterMunicipality) {
            let end = AddressBuilding(text, from: block.end).end
            return NameSpan(range: start..<end, score: block.isFirm ? score : score - 0.15, rule: rule)
        }
        // Without a block only where a form or a postal code asks for it.
        guard isExpected(at: start), let town = townEnd(from: afterMunicipality),
            hasPrefecture || town > afterMunicipality
        else { return nil }
        return NameSpan(range: start..<town, score: 0.65, rule: "address.label")
    }

    /// Whether a label or a postal code stands before a place.
    private func isExpected(at start: Int) -> Bool {
        var index = start - 1
        while index >= 0, start - index < 6,
            " :=\"'|\t,、は「】])".unicodeScalars.contains(where: { $0.value == text[index] }) || text[index].isLineBreak
        {
            index -= 1
        }
        if Self.labels.contains(where: { text.has($0, endingAt: index + 1) }) { return true }
        // 〒123-4567
        return text[index].isDigit && text[index - 4] == 0x2D && text[index - 3].isDigit && text[index - 7].isDigit
    }

    private static let labels = [
        "住所", "所在地", "届け先", "届先", "本籍", "本籍地", "勤務地", "送付先", "現住所", "本店", "本社", "居所", "address", "Address",
    ]
    .map(\.scalarValues)

    /// The end of a town that stands alone up to a delimiter.
    private func townEnd(from start: Int) -> Int? {
        var index = start
        while index - start < 16, text[index].isKanji || text[index].isKatakana { index += 1 }
        let next = text[index]
        guard next == 0 || next.isLineBreak || " ,、。|\"'」)\t".unicodeScalars.contains(where: { $0.value == next })
        else { return nil }
        return index
    }

    /// Reads a value behind a label that names no municipality: 住所: 道玄坂1-2-3.
    mutating func readLabel(endingAt end: Int) {
        var index = end
        while " :=\"'|\t「】]".unicodeScalars.contains(where: { $0.value == text[index] }) { index += 1 }
        guard index > end, text[index].isKanji || text[index].isKana,
            !spans.contains(where: { $0.range.contains(index) }),
            let block = AddressBlock(text, from: index), block.isFirm, block.end - index > 4
        else { return }
        spans.append(
            NameSpan(range: index..<AddressBuilding(text, from: block.end).end, score: 0.65, rule: "address.town")
        )
    }
}
