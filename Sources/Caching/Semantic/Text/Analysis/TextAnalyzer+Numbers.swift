/// Numbers, dates and times.
extension TextAnalyzer {
    /// Reads what starts with a digit.
    /// - Returns: where to go on.
    mutating func readNumber(at start: Int, isNegative: Bool = false) -> Int {
        if !isNegative, let end = codeEnd(from: start) {
            addCode(start, end)
            return end
        }
        if let end = readForm(at: start) { return end }
        if let end = readDate(at: start) ?? readTime(at: start) { return end }
        var end = start
        var digits = 0
        var value = 0.0
        var hash = TextHash(seed: 0x5E)
        while end < plain.count {
            if let digit = digit(end) {
                value = value * 10 + Double(digit)
                hash.add(digit)
                digits += 1
                end += 1
            } else if plain[end] == 0x2C, digits > 0, isGroup(end + 1) {
                end += 1
            } else {
                break
            }
        }
        var measure = TextToken.Measure.plain
        if end + 1 < plain.count, plain[end] == 0x2E, digit(end + 1) != nil {
            var scale = 0.1
            var fraction = 0.0
            var probe = end + 1
            var dots = 1
            hash.add(UInt32(0x2E))
            while probe < plain.count {
                if let digit = digit(probe) {
                    fraction += Double(digit) * scale
                    scale /= 10
                    hash.add(digit)
                } else if plain[probe] == 0x2E, probe + 1 < plain.count, self.digit(probe + 1) != nil {
                    dots += 1
                    hash.add(UInt32(0x2E))
                } else {
                    break
                }
                probe += 1
            }
            end = probe
            if dots > 1 {
                measure = .version
            } else {
                value += fraction
            }
        }
        if isNegative { value = -value }
        if measure == .version || digits > 15 {
            items.append(
                TextItem(
                    kind: .number(value, .version),
                    symbol: 0,
                    hash: hash.mixed,
                    start: start,
                    end: end,
                    isCapital: false
                )
            )
            return end
        }
        return finish(value, digits: digits, start, end)
    }

    /// A word of the lexicon that starts with a digit: 2段階認証.
    private mutating func readForm(at start: Int) -> Int? {
        var node = SymbolTrie.root
        var index = start
        var best: (form: Int, end: Int)?
        while index < plain.count, let next = lexicon.trie.next(node, plain[index]) {
            node = next
            index += 1
            if let form = lexicon.trie.terminal(node), ScalarClass(plain[index - 1]).isUnspaced { best = (form, index) }
        }
        guard let best else { return nil }
        items.append(
            TextItem(kind: .form(best.form), symbol: 0, hash: 0, start: start, end: best.end, isCapital: false)
        )
        return best.end
    }

    /// Reads kanji numerals.
    mutating func readKanjiNumber(at start: Int, end: Int) -> Int {
        var value = 0.0
        var section = 0.0
        var digit = 0.0
        for scalar in plain[start..<end] {
            guard let numeral = Self.numerals[scalar] else { continue }
            switch numeral {
            case 0...9: digit = digit * 10 + numeral
            case 10, 100, 1000:
                section += max(digit, 1) * numeral
                digit = 0
            default:
                value += max(section + digit, 1) * numeral
                section = 0
                digit = 0
            }
        }
        return finish(value + section + digit, digits: 0, start, end)
    }

    /// Where kanji numerals that count something end; nil where the kanji are part of a word.
    func kanjiNumberEnd(at start: Int) -> Int? {
        guard Self.numerals[plain[start]] != nil else { return nil }
        if start > 0, ScalarClass(plain[start - 1]) == .kanji, !Self.beforeNumerals.contains(plain[start - 1]) {
            return nil
        }
        var end = start
        while end < plain.count, Self.numerals[plain[end]] != nil { end += 1 }
        guard end < plain.count, Self.counters.contains(plain[end]) else { return nil }
        // "一時停止" is a word, "一時間" an hour.
        var node = SymbolTrie.root
        var index = start
        while index < plain.count, let next = lexicon.trie.next(node, plain[index]) {
            node = next
            index += 1
            if lexicon.trie.terminal(node) != nil, index > end { return nil }
        }
        return end
    }

    // MARK: - After the digits

    /// Multipliers, ordinals and what makes a number a year, a month, a day or a time.
    private mutating func finish(_ number: Double, digits: Int, _ start: Int, _ stop: Int) -> Int {
        var value = number
        var end = stop
        var measure = TextToken.Measure.plain
        multiply(&value, &end)
        if end < plain.count {
            switch plain[end] {
            case 0x5E74:  // 年
                if let era = era(before: start) {
                    value += era
                    measure = .year
                    end += 1
                } else if value >= 1900, value <= 2100 {
                    measure = .year
                    end += 1
                }
                if measure == .year, end < plain.count, plain[end] == 0x5EA6 { end += 1 }
            case 0x6708 where value >= 1 && value <= 12:  // 月
                measure = .month
                end += 1
            case 0x65E5 where lastMeasure == .month && !(end + 1 < plain.count && plain[end + 1] == 0x9593):  // 日
                measure = .day
                end += 1
            case 0x6642 where !(end + 1 < plain.count && plain[end + 1] == 0x9593):  // 時
                measure = .time
                value = value * 60 + (isAfternoon(start) && value < 12 ? 720 : 0)
                end += 1
                if end < plain.count, plain[end] == 0x534A {
                    value += 30
                    end += 1
                }
            case 0x5272 where digits < 3:  // 割
                value *= 10
                append(value, .plain, start, end)
                addForm("percent", end)
                return end + 1
            case 0x61, 0x70:
                if let time = meridiem(value, end) {
                    value = time.minutes
                    measure = .time
                    end = time.end
                }
            case 0x20 where end + 1 < plain.count && (plain[end + 1] == 0x61 || plain[end + 1] == 0x70):
                if let time = meridiem(value, end + 1) {
                    value = time.minutes
                    measure = .time
                    end = time.end
                }
            case 0x6B where end + 1 >= plain.count || !ScalarClass(plain[end + 1]).isSpacedLetter:
                value *= 1000
                end += 1
            case 0x73, 0x6E, 0x72, 0x74:
                if let ordinal = ordinalEnd(end) { end = ordinal }
            default: break
            }
        }
        if measure == .plain, digits == 4, end == stop, value >= 1900, value <= 2100 { measure = .year }
        append(value, measure, start, end)
        return end
    }

    private var lastMeasure: TextToken.Measure? {
        if case .number(_, let measure)? = items.last?.kind { return measure }
        return nil
    }

    private mutating func append(_ value: Double, _ measure: TextToken.Measure, _ start: Int, _ end: Int) {
        items.append(
            TextItem(
                kind: .number(value, measure),
                symbol: end - start == 1 ? plain[start] : 0,
                hash: TextToken.hash(of: value, measure),
                start: start,
                end: end,
                isCapital: false
            )
        )
    }

    private func multiply(_ value: inout Double, _ end: inout Int) {
        while end < plain.count, let factor = Self.numerals[plain[end]], factor >= 1000 {
            value *= factor
            end += 1
            // "1万5千", "1億2000万".
            var rest = 0.0
            var probe = end
            while probe < plain.count, let digit = digit(probe) {
                rest = rest * 10 + Double(digit)
                probe += 1
            }
            guard probe > end else { continue }
            if probe < plain.count, let factor = Self.numerals[plain[probe]], factor >= 1000 {
                rest *= factor
                probe += 1
            }
            value += rest
            end = probe
        }
    }

    // MARK: - Dates and times

    /// `2024-04-01`, `2024/4/1`, `4/1/2024`.
    private mutating func readDate(at start: Int) -> Int? {
        var parts: [(value: Double, count: Int, start: Int)] = []
        var index = start
        var separator: UInt32 = 0
        while parts.count < 3 {
            let from = index
            var value = 0.0
            while index < plain.count, let digit = digit(index), index - from < 5 {
                value = value * 10 + Double(digit)
                index += 1
            }
            guard index > from, index - from <= 4 else { return nil }
            parts.append((value, index - from, from))
            if parts.count == 3 { break }
            guard index < plain.count, plain[index] == 0x2D || plain[index] == 0x2F else { return nil }
            guard separator == 0 || separator == plain[index] else { return nil }
            separator = plain[index]
            index += 1
        }
        if index < plain.count, plain[index] == separator || digit(index) != nil { return nil }
        let order: [Int]
        if parts[0].count == 4, parts[1].count <= 2, parts[2].count <= 2 {
            order = [0, 1, 2]
        } else if separator == 0x2F, parts[2].count == 4, parts[0].count <= 2, parts[1].count <= 2 {
            order = [2, 0, 1]
        } else {
            return nil
        }
        guard (1...31).contains(parts[order[1]].value), (1...31).contains(parts[order[2]].value) else { return nil }
        append(parts[order[0]].value, .year, start, index)
        append(parts[order[1]].value, .month, start, index)
        append(parts[order[2]].value, .day, start, index)
        return index
    }

    /// `9:30`, `9:30 pm`.
    private mutating func readTime(at start: Int) -> Int? {
        var index = start
        var hours = 0.0
        while index < plain.count, let digit = digit(index), index - start < 2 {
            hours = hours * 10 + Double(digit)
            index += 1
        }
        guard index > start, index + 2 < plain.count, plain[index] == 0x3A, hours < 30,
            let tens = digit(index + 1), let ones = digit(index + 2), tens < 6
        else { return nil }
        index += 3
        if index < plain.count, digit(index) != nil { return nil }
        var minutes = hours * 60 + Double(tens * 10 + ones)
        let probe = index < plain.count && plain[index] == 0x20 ? index + 1 : index
        if probe < plain.count, let time = meridiem(hours, probe) {
            minutes = time.minutes + Double(tens * 10 + ones)
            index = time.end
        } else if isAfternoon(start), hours < 12 {
            minutes += 720
        }
        append(minutes, .time, start, index)
        return index
    }

    /// "am", "a.m.", "pm", "p.m." after an hour.
    private func meridiem(_ hours: Double, _ index: Int) -> (minutes: Double, end: Int)? {
        guard index + 1 < plain.count, plain[index] == 0x61 || plain[index] == 0x70, hours >= 0, hours <= 12 else {
            return nil
        }
        var end = index + 1
        if plain[end] == 0x2E { end += 1 }
        guard end < plain.count, plain[end] == 0x6D else { return nil }
        end += 1
        if end < plain.count, ScalarClass(plain[end]).isSpacedLetter { return nil }
        if end < plain.count, plain[end] == 0x2E, plain[index + 1] == 0x2E { end += 1 }
        let hour = hours == 12 ? 0 : hours
        return ((hour + (plain[index] == 0x70 ? 12 : 0)) * 60, end)
    }

    private func isAfternoon(_ start: Int) -> Bool {
        start >= 2 && plain[start - 2] == 0x5348 && plain[start - 1] == 0x5F8C
    }

    /// What is added to a year of an era to make it one of the common era.
    private func era(before start: Int) -> Double? {
        guard start >= 2 else { return nil }
        return switch (plain[start - 2], plain[start - 1]) {
        case (0x4EE4, 0x548C): 2018
        case (0x5E73, 0x6210): 1988
        case (0x662D, 0x548C): 1925
        case (0x5927, 0x6B63): 1911
        default: nil
        }
    }

    private func ordinalEnd(_ index: Int) -> Int? {
        guard index + 1 < plain.count else { return nil }
        let pair = (plain[index], plain[index + 1])
        let isOrdinal =
            switch pair {
            case (0x73, 0x74), (0x6E, 0x64), (0x72, 0x64), (0x74, 0x68): true
            default: false
            }
        guard isOrdinal else { return nil }
        if index + 2 < plain.count, ScalarClass(plain[index + 2]).isSpacedLetter { return nil }
        return index + 2
    }

    private func digit(_ index: Int) -> UInt32? {
        let scalar = plain[index]
        return scalar >= 0x30 && scalar <= 0x39 ? scalar - 0x30 : nil
    }

    /// Whether three digits follow, and no fourth: the comma before them groups thousands.
    private func isGroup(_ index: Int) -> Bool {
        guard index + 2 < plain.count else { return false }
        for offset in 0..<3 where digit(index + offset) == nil { return false }
        return index + 3 >= plain.count || digit(index + 3) == nil
    }

    private static let numerals: [UInt32: Double] = {
        var numerals: [UInt32: Double] = [:]
        for (index, scalar) in "〇一二三四五六七八九".unicodeScalars.enumerated() {
            numerals[scalar.value] = Double(index)
        }
        for (scalar, value) in zip("十百千万億兆".unicodeScalars, [10.0, 100, 1000, 1e4, 1e8, 1e12]) {
            numerals[scalar.value] = value
        }
        numerals[0x5143] = nil
        return numerals
    }()

    private static let counters = Set("年月日時分秒円人個回週度名台件枚本歳割つ営ヶヵケカか箇％%倍社泊級種者点ポド".unicodeScalars.map(\.value))
    private static let beforeNumerals = Set("第約毎満計全各和成正後前月年日最".unicodeScalars.map(\.value))
}
