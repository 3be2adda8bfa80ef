/// Finds the label that speaks for a place in a text. Labels are looked for only around candidates, each part of a text once.
struct LabelReader {
    /// The label that was found nearest.
    struct Nearest: Sendable, Hashable {
        var kind: LabelKind
        /// Characters between label and number, more where line ends or sentence ends stand between; 0 to about 60.
        var distance: Int
        /// Whether a value stands between that it may belong to.
        var isConsumed: Bool
        /// Its bytes where it stands in front of the number in the text itself.
        var inFront: Range<Int>?
    }

    /// How far a label may stand, in characters.
    static let reach = 40
    /// The same in bytes of Japanese.
    private static let byteReach = reach * 3
    /// How far behind a number a label may stand, in characters.
    private static let reachBehind = 14

    private let bytes: [UInt8]
    private let field: LabelKind?
    private var table: TableColumns?
    /// What the columns of the table read last hold.
    private var headers: (table: Int, kinds: [LabelKind?])?
    private var labels: [LabelTrie.Match] = []
    private var scannedTo = 0
    private var known: (range: Range<Int>, nearest: Nearest?)?

    init(_ bytes: [UInt8], fieldName: String?) {
        self.bytes = bytes
        field = fieldName.flatMap { Self.kind(ofName: Array($0.utf8)) }
    }

    /// What a key, a column's header or a form's field names: its last label.
    static func kind(ofName name: [UInt8]) -> LabelKind? {
        guard name.count <= 120 else { return nil }
        var labels: [LabelTrie.Match] = []
        scan(name, 0..<name.count, into: &labels)
        return labels.last { !$0.kind.isNeutral }?.kind ?? labels.last?.kind
    }

    /// The label that speaks for a number.
    mutating func nearest(to range: Range<Int>) -> Nearest? {
        if let known, known.range == range { return known.nearest }
        read(around: range)
        var best: Nearest?
        let column = columnLabel(range.lowerBound)
        if let column, !column.isNeutral { best = Nearest(kind: column, distance: 5, isConsumed: false) }
        if let field, !field.isNeutral, best == nil { best = Nearest(kind: field, distance: 12, isConsumed: false) }
        // A label in front.
        var place = labels.partitioningIndex { $0.range.upperBound > range.lowerBound }
        while place > 0 {
            place -= 1
            let label = labels[place]
            guard range.lowerBound - label.range.upperBound <= Self.byteReach else { break }
            if label.kind.isNeutral { continue }
            let gap = gap(label.range.upperBound..<range.lowerBound)
            // In a table other rows say nothing.
            if column != nil, gap.lines > 0 { break }
            guard gap.lines <= 2, gap.characters <= Self.reach else { break }
            if label.kind.isAdjacentOnly, gap.characters > (gap.isPlain ? 8 : 4) || gap.lines > 0 { continue }
            let distance = gap.characters + gap.lines * 10 + gap.sentences * 12 + (gap.holdsValue ? 20 : 0)
            if best.map({ distance < $0.distance }) ?? true {
                best = Nearest(
                    kind: label.kind,
                    distance: distance,
                    isConsumed: gap.holdsValue,
                    inFront: label.range
                )
            }
            break
        }
        // A label behind.
        for label in labels[labels.partitioningIndex { $0.range.lowerBound >= range.upperBound }...] {
            guard label.range.lowerBound - range.upperBound <= Self.reachBehind * 3 else { break }
            if label.kind.isNeutral || label.kind == .accountType { continue }
            guard let gap = gapBehind(range.upperBound..<label.range.lowerBound), !introduces(label.range.upperBound)
            else { break }
            let distance = gap + 8
            if best.map({ distance < $0.distance }) ?? true {
                best = Nearest(kind: label.kind, distance: distance, isConsumed: false)
            }
            break
        }
        known = (range, best)
        return best
    }

    /// The label of any kind that ends right in front of a number, with nothing but signs and spaces between.
    mutating func attached(to start: Int) -> LabelTrie.Match? {
        read(around: start..<start)
        let place = labels.partitioningIndex { $0.range.upperBound > start }
        guard place > 0 else { return nil }
        let label = labels[place - 1]
        let between = bytes[label.range.upperBound..<start]
        guard between.count <= 12, !between.contains(where: { ByteSet.alphanumerics.contains($0) }) else { return nil }
        return between.contains(UInt8(ascii: "\n")) && !label.kind.isNeutral ? nil : label
    }

    /// Whether one of some kinds stands within a distance in front of a place, whatever stands between.
    mutating func mentions(_ kinds: LabelKinds, before start: Int, within reach: Int) -> Bool {
        read(around: start..<start)
        var place = labels.partitioningIndex { $0.range.upperBound > start }
        while place > 0 {
            place -= 1
            guard start - labels[place].range.upperBound <= reach else { return false }
            if kinds.contains(labels[place].kind) { return true }
        }
        return field.map { kinds.contains($0) } ?? false
    }

    /// Whether one of some kinds stands within a distance behind a place.
    mutating func mentions(_ kinds: LabelKinds, behind end: Int, within reach: Int) -> Bool {
        read(around: end..<end)
        return labels[labels.partitioningIndex { $0.range.lowerBound >= end }...]
            .prefix { $0.range.lowerBound - end <= reach }
            .contains { kinds.contains($0.kind) }
    }

    /// The column's header, as a label.
    private mutating func columnLabel(_ offset: Int) -> LabelKind? {
        let columns = table ?? TableColumns(bytes)
        table = columns
        guard let (table, column) = columns.cell(of: offset) else { return nil }
        if headers?.table != table {
            headers = (table, columns.headers(of: table).map { $0.flatMap { Self.kind(ofName: Array(bytes[$0])) } })
        }
        guard let kinds = headers?.kinds, kinds.indices.contains(column) else { return nil }
        return kinds[column]
    }

    // MARK: Reading

    private mutating func read(around range: Range<Int>) {
        let end = min(range.upperBound + Self.reachBehind * 3 + 60, bytes.count)
        guard end > scannedTo else { return }
        // Words that begin in front of the last stop were read then.
        let start = max(scannedTo, range.lowerBound - Self.byteReach - 60)
        Self.scan(bytes, max(start, 0)..<end, into: &labels)
        scannedTo = end
    }

    private static func scan(_ bytes: [UInt8], _ range: Range<Int>, into labels: inout [LabelTrie.Match]) {
        let trie = LabelTrie.standard
        var place = range.lowerBound
        while place < range.upperBound {
            let byte = bytes[place]
            defer { place += 1 }
            // Bytes within a character begin no word.
            guard byte & 0xC0 != 0x80, var label = trie.match(in: bytes, at: place) else { continue }
            if let last = labels.last, label.range.upperBound <= last.range.upperBound { continue }
            if label.kind == .plainNumber, isNoun(bytes, before: place) {
                label = LabelTrie.Match(kind: .otherNumber, range: label.range)
            }
            // The card of a brand or of a shop: the word says too little.
            if label.kind == .card, label.range.count == 9, isNoun(bytes, before: place) { continue }
            labels.append(label)
        }
    }

    /// Whether a kanji or a letter of katakana stands in front: 診察券番号 is a number of its own, 証の番号 is not.
    private static func isNoun(_ bytes: [UInt8], before place: Int) -> Bool {
        guard place >= 3 else { return false }
        let (first, second) = (bytes[place - 3], bytes[place - 2])
        if first >= 0xE4, first <= 0xE9 { return true }
        if first == 0xE3 { return second == 0x83 || (second == 0x82 && bytes[place - 1] >= 0xA0) }
        return false
    }

    // MARK: What stands between

    private func gap(
        _ range: Range<Int>
    ) -> (characters: Int, lines: Int, sentences: Int, holdsValue: Bool, isPlain: Bool) {
        var (characters, lines, sentences, run, hasDigit, holdsValue, isPlain) = (0, 0, 0, 0, false, false, true)
        for place in range {
            let byte = bytes[place]
            if byte & 0xC0 != 0x80 { characters += 1 }
            if byte >= 0x80 { isPlain = false }
            if byte == UInt8(ascii: "\n") { lines += 1 }
            if byte == 0x82, place >= 2, bytes[place - 1] == 0x80, bytes[place - 2] == 0xE3 { sentences += 1 }
            if ByteSet.alphanumerics.contains(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "@") {
                run += 1
                hasDigit = hasDigit || ByteSet.digits.contains(byte)
                if run >= 4, hasDigit { holdsValue = true }
            } else {
                (run, hasDigit) = (0, false)
            }
        }
        return (characters, lines, sentences, holdsValue, isPlain)
    }

    /// The characters between a number and a label behind it; `nil` where something parts them.
    private func gapBehind(_ range: Range<Int>) -> Int? {
        var characters = 0
        for place in range {
            let byte = bytes[place]
            if byte & 0xC0 != 0x80 { characters += 1 }
            switch byte {
            case UInt8(ascii: "\n"), UInt8(ascii: "\t"), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "|"),
                UInt8(ascii: "\""), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "/"), UInt8(ascii: "["),
                UInt8(ascii: "<"), UInt8(ascii: "&"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                return nil
            // 、 and 。
            case 0x81, 0x82:
                if place >= 2, bytes[place - 1] == 0x80, bytes[place - 2] == 0xE3 { return nil }
            default: break
            }
        }
        return characters <= Self.reachBehind ? characters : nil
    }

    /// Whether a label is followed by a sign that makes it the label of what comes next.
    private func introduces(_ end: Int) -> Bool {
        var place = end
        while place < bytes.count, bytes[place] == UInt8(ascii: " ") { place += 1 }
        guard place < bytes.count else { return false }
        if ByteSet.digits.contains(bytes[place]) || bytes[place] == UInt8(ascii: ":")
            || bytes[place] == UInt8(ascii: "=")
            || bytes[place] == UInt8(ascii: "#") || bytes[place] == UInt8(ascii: "(")
        {
            return true
        }
        // は makes it the topic of what follows.
        return bytes[place...].starts(with: [0xE3, 0x81, 0xAF])
    }
}

extension Array {
    /// The first index of a sorted array whose element and all behind it satisfy a condition.
    fileprivate func partitioningIndex(where isBehind: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if isBehind(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
