/// Finds names in one text: rules over the built-in lists, then, in gaps they leave, the dictionary.
struct NameFinder {
    let resources: NameResources
    let text: ScalarText
    /// Where something else stands: addresses. No name is looked for there.
    let blocked: [Range<Int>]
    private(set) var spans: [NameSpan] = []
    /// How many characters may yet be read for tables: a text that is all headers must not be read once for each.
    var tableBudget: Int

    init(_ text: ScalarText, resources: NameResources, blocked: [Range<Int>]) {
        self.text = text
        self.resources = resources
        self.blocked = blocked
        tableBudget = text.count * 40 + 20_000
    }

    /// Adds what a rule found.
    mutating func add(_ range: Range<Int>, _ score: Double, _ rule: String) {
        spans.append(NameSpan(range: range, score: score, rule: rule))
    }

    /// Reads the whole text once.
    mutating func readText() {
        if text.isASCII, blocked.isEmpty { return readLatinText() }
        var index = 0
        var block = blocked.makeIterator()
        var next = block.next()
        while index < text.count {
            while let range = next, range.upperBound <= index { next = block.next() }
            if let range = next, range.contains(index) {
                index = range.upperBound
                continue
            }
            let scalar = text.scalars[index]
            var found: NameSpan?
            if scalar.isKanji {
                found = japaneseName(at: index)
            } else if scalar.isLatin {
                if !text[index - 1].isLatin, text[index - 1] != 0x40 { found = latinName(at: index) }
                if found == nil {
                    while text[index + 1].isLatin { index += 1 }
                }
            } else if scalar.isKatakana, !text[index - 1].isKatakana {
                found = kanaName(at: index)
            } else if scalar.isHiragana, !text[index - 1].isHiragana, !text[index - 1].isKanji {
                found = kanaName(at: index)
            }
            if let found {
                if let range = next, found.range.overlaps(range) {
                    index += 1
                    continue
                }
                index = take(found, at: index)
            } else {
                index += 1
            }
        }
    }

    /// Takes up a name that begins at a place, and the reading behind it.
    /// - Returns: where to go on.
    private mutating func take(_ found: NameSpan, at start: Int) -> Int {
        spans.append(found)
        let honor = honorific(at: found.range.upperBound)?.length ?? 0
        guard let reading = reading(after: found.range.upperBound + honor) else {
            return max(start + 1, found.range.upperBound)
        }
        spans.append(reading)
        return reading.range.upperBound
    }

    /// Reads a text of ASCII, which has no other names than those of words in Latin letters.
    private mutating func readLatinText() {
        var index = 0
        while index < text.count {
            guard Self.isLetter(text.scalars[index]) else {
                index += 1
                continue
            }
            let previous = index > 0 ? text.scalars[index - 1] : 0
            if !Self.isLetter(previous), previous != 0x40, let found = latinName(at: index) {
                index = take(found, at: index)
                continue
            }
            repeat { index += 1 } while index < text.count && Self.isLetter(text.scalars[index])
        }
    }

    /// Whether a scalar is a letter of ASCII.
    @inline(__always)
    private static func isLetter(_ scalar: UInt32) -> Bool { (scalar | 0x20) &- 0x61 < 26 }

    /// Finds again, alone, the surnames and given names of people that the text names elsewhere.
    mutating func readAgain() {
        var parts: [[UInt32]] = []
        for span in spans where span.score >= 0.7 && text[span.range.lowerBound].isKanji {
            let word = Array(text.scalars[span.range])
            if word.count > 1 || Self.shortSurnames.contains(word[0]),
                resources.words.kinds(of: word).contains(.surname)
            {
                parts.append(word)
            }
            // Of a full name the longest surname that leaves a given name.
            var surname = 0
            resources.words.forEachWord(in: text, at: span.range.lowerBound) { length, kinds in
                if kinds.contains(.surname), length < word.count { surname = length }
            }
            if surname > 1 { parts.append(Array(word[..<surname])) }
        }
        parts += foreignParts()
        guard !parts.isEmpty else { return }
        var byFirst: [UInt32: [[UInt32]]] = [:]
        for part in Set(parts) { part.first.map { byFirst[$0, default: []].append(part) } }
        var taken = [Bool](repeating: false, count: text.count + 1)
        for range in blocked + spans.map(\.range) { for index in range { taken[index] = true } }
        var index = 0
        while index < text.count {
            if !taken[index], let candidates = byFirst[text.scalars[index]],
                let part = candidates.first(where: { text.has($0, at: index) }),
                part[0].isKanji
                    ? before(index) == .open || before(index) == .role : standsApart(index..<index + part.count),
                standsAlone(index..<index + part.count),
                text[index + part.count] != 0x30FB, part.count > 1 || Self.shortParticles.contains(text[index + 1])
            {
                spans.append(
                    NameSpan(range: index..<index + part.count, score: 0.65, rule: "person-name.again")
                )
                index += part.count
            } else {
                index += 1
            }
        }
    }

    private static let shortParticles = ScalarSet("はがもかよへ".scalarValues)

    /// Whether a surname may end here: 山口支店長 heads a place's branch.
    private func standsAlone(_ range: Range<Int>) -> Bool {
        guard after(range.upperBound) != .closed else { return false }
        guard let honor = honorific(at: range.upperBound), !honor.kinds.contains(.honorific) else { return true }
        return !resources.words.kinds(of: text.scalars[range]).contains(.ambiguous)
    }

    // MARK: - Boundaries

    /// What stands before a possible name.
    enum Before {
        /// Nothing that could belong to it.
        case open
        /// The end of a role or of an organisation: 営業部|佐藤.
        case role
        /// 株式会社: what follows is its name.
        case company
        /// A kanji that the word could have begun with.
        case closed
    }

    private static let roleEndings = ScalarSet("部課長係室店社局科員役師士名主任会院校班者当行担職".scalarValues)
    private static let companyEndings = ["会社", "法人", "(株)", "(有)", "(同)", "組合", "財団", "社団"].map(\.scalarValues)

    func before(_ start: Int) -> Before {
        let previous = text[start - 1]
        if Self.companyEndings.contains(where: { text.has($0, endingAt: start) }) { return .company }
        if previous.isKanji {
            // 名古屋
            if previous == 0x540D, text[start] == 0x53E4, text[start + 1] == 0x5C4B { return .closed }
            return Self.roleEndings.contains(previous) ? .role : .closed
        }
        if previous.isKatakana {
            return previous == 0x30F6 || previous == 0x30CE || previous == 0x30B1 ? .closed : .role
        }
        return .open
    }

    /// What stands behind a possible name.
    enum After {
        /// Something that belongs to the same word.
        case closed
        /// The name's end.
        case open
        /// An honorific or a title.
        case honored
    }

    func after(_ end: Int) -> After {
        let next = text[end]
        if next == 0x3005 || next == 0x30FC { return .closed }
        if honorific(at: end) != nil { return .honored }
        if next == 0x20, honorific(at: end + 1)?.kinds.contains(.honorific) == true { return .honored }
        if next.isKanji { return resources.words.longest(.follower, in: text, at: end) > 0 ? .open : .closed }
        if next == 0x30F6 || next == 0x30CE { return .closed }
        return .open
    }

    /// The length and kind of the honorific or title at a place, where what follows it agrees.
    func honorific(at start: Int) -> (length: Int, kinds: WordKinds)? {
        var best = 0
        var kinds: WordKinds = []
        resources.words.forEachWord(in: text, at: start) { length, found in
            if !found.isDisjoint(with: [.honorific, .title, .placeTitle]) {
                best = length
                kinds = found
            }
        }
        guard best > 0 else { return nil }
        let next = text[start + best]
        // 委員会, 社長会, but 社長会見
        if best > 1, next == 0x4F1A, text[start + best + 1] != 0x898B, text[start + best + 1] != 0x8AC7 { return nil }
        // 中野サンプラザ
        if text[start].isKatakana, next.isKatakana { return nil }
        if best == 1 {
            switch text[start] {
            case 0x69D8: if "子式相態変々".unicodeScalars.contains(where: { $0.value == next }) { return nil }  // 様
            case 0x6C0F: if "名神族家姓".unicodeScalars.contains(where: { $0.value == next }) { return nil }  // 氏
            case 0x541B: if "主臨津が".unicodeScalars.contains(where: { $0.value == next }) { return nil }  // 君
            case 0x6BBF: if "下堂".unicodeScalars.contains(where: { $0.value == next }) { return nil }  // 殿
            default: break
            }
        }
        return (best, kinds)
    }
}
