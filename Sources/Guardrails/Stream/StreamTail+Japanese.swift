extension StreamTail {
    /// A run of kanji: a name, the beginning of an address, a number, or words.
    func kanji(at start: Int) -> Unit {
        let end = run(of: .kanji, from: start)
        if let address = address(in: start..<end) { return address }
        guard end < count else { return Unit(end: end, isSettled: false, isInert: false) }
        // 品川300, 昭和60年, 道玄坂1-2-3: what stands in front belongs to the number.
        var next = end
        if kinds[next] == .space { next += 1 }
        guard next < count else { return Unit(end: end, isSettled: false, isInert: false) }
        if kinds[next] == .digit { return number(from: next, wordEnd: next) }
        if isNumber(start..<end) { return number(from: start, wordEnd: end) }
        if isValue(at: start) {
            guard let stop = endOfValue(from: start) else { return Unit(end: end, isSettled: false, isInert: false) }
            if kinds[start..<stop].contains(.digit) { return number(from: start, wordEnd: stop) }
            return Unit(end: stop, isSettled: isNameSeen(behind: stop) && isRowSeen(behind: start), isInert: false)
        }
        guard mayBeName(start..<end) else { return Unit(end: end, isSettled: true, isInert: true) }
        return Unit(end: end, isSettled: isNameSeen(behind: end), isInert: false)
    }

    // MARK: Numbers

    private static let numerals = ScalarSet("〇零一二三四五六七八九十".scalarValues)
    private static let dated = ScalarSet("年月丁番条歳".scalarValues)

    /// Whether kanji are a number, or a date in kanji.
    private func isNumber(_ range: Range<Int>) -> Bool {
        var digits = 0
        for place in range {
            guard Self.numerals.contains(codes[place]) else {
                if digits > 0, Self.dated.contains(codes[place]) { return true }
                digits = 0
                continue
            }
            digits += 1
            if digits > 1 { return true }
        }
        guard digits > 0, range.upperBound < count else { return false }
        return codes[range.upperBound] == 0x30FC || codes[range.upperBound] == 0x2D
    }

    // MARK: Names

    /// Whether a name may begin in a run of kanji.
    private func mayBeName(_ range: Range<Int>) -> Bool {
        let words = lexicon.resources.words
        let first = codes[range.lowerBound]
        let last = codes[range.upperBound - 1]
        var isName = false
        for place in range where !isName {
            words.forEachWord(in: text, at: place) { _, kinds in isName = isName || kinds.contains(.surname) }
        }
        if isName { return true }
        let next = codes[range.upperBound]
        // さん makes a name of what no list holds, where the dictionary knows it.
        if words.canBegin([.honorific], with: next) { return true }
        if range.count > 2, words.longest([.honorific], in: text, at: range.upperBound - 1) > 0 { return true }
        if lexicon.resources.surnameBeginnings.contains(first) {
            if range.count > 3 || lexicon.resources.givenScalars.contains(last) { return true }
        }
        if range.count > 2, lexicon.resources.givenEndings.contains(last) { return true }
        if next == 0x3A || next == 0x3E { return true }
        // 山 田 太 郎
        return range.count == 1 && next == 0x20
    }

    // MARK: Addresses

    /// An address that begins in a run of kanji: what follows a municipality belongs to it up to the building's name.
    private func address(in range: Range<Int>) -> Unit? {
        for place in range {
            var matched = lexicon.resources.words.longest([.prefecture, .city, .ward], in: text, at: place)
            if matched == 0, codes[place] == 0x90E1, place > range.lowerBound { matched = 1 }
            // A prefecture that the text ends within is a run that is not over.
            if matched > 0 { return address(from: range.lowerBound, place + matched) }
        }
        return nil
    }

    private static let stops = ScalarSet("\n\r\t,;、。|\"'()<>:「」をにはへでがも".scalarValues)

    /// An address whose municipality ends at a place.
    func address(from start: Int, _ municipality: Int) -> Unit {
        let particles: [UInt32] = [0x3092, 0x306F]
        var place = municipality
        var digits: Int?
        var townEnd: Int?
        // The town: kanji and kana up to a number.
        while place < count, place - municipality < Self.reach {
            let kind = kinds[place]
            if kind == .digit {
                digits = place
                break
            }
            let isPart = kind.isJapanese || kind == .space || kind == .invisible || kind == .mark
            guard isPart, !(particles.contains(codes[place]) && kinds[place - 1] == .kanji) else {
                townEnd = place
                break
            }
            place += 1
        }
        if let town = townEnd ?? (place < count ? place : nil), digits == nil {
            let hasNumeral = codes[municipality..<town].contains { Self.numerals.contains($0) }
            if !hasNumeral {
                return Unit(end: max(town, municipality), isSettled: isNameSeen(behind: town), isInert: false)
            }
            digits = codes[municipality..<town].firstIndex { Self.numerals.contains($0) }
        }
        guard let digits else { return Unit(end: count, isSettled: false, isInert: false) }
        // The block.
        place = digits
        while place < count, isBlock(place) { place += 1 }
        guard let end = endOfBuilding(from: place) else { return Unit(end: count, isSettled: false, isInert: false) }
        // A building's number may be followed by what makes it something else.
        return Unit(end: end, isSettled: isNameSeen(behind: end), isInert: false)
    }

    private static let blockSigns = ScalarSet("丁目番地号条線東西南北のノ割-".scalarValues)

    private func isBlock(_ place: Int) -> Bool {
        if kinds[place] == .digit || Self.numerals.contains(codes[place]) || Self.blockSigns.contains(codes[place]) {
            return true
        }
        if codes[place] == 0x30FC, kinds[place - 1] == .digit { return true }
        guard kinds[place] == .space, let next = kind(place + 1) else { return kinds[place] == .space }
        return next == .digit
    }

    /// Where the building behind a block ends; `nil` where the text ends before.
    private func endOfBuilding(from block: Int) -> Int? {
        var stop = block
        while stop < count, stop - block < 44, !Self.stops.contains(codes[stop]) { stop += 1 }
        guard stop < count else { return nil }
        guard kinds[stop] == .newline, stop - block < 3 else { return stop }
        // A signature may have the building on a line of its own.
        var next = stop
        while next < count, kinds[next] == .newline || kinds[next] == .space { next += 1 }
        guard next < count else { return nil }
        var end = next
        while end < count, end - next < 44, !Self.stops.contains(codes[end]) { end += 1 }
        return end < count ? end : nil
    }

    // MARK: Kana

    private static let suffixes = ["さん", "ちゃん", "くん", "さま"].map(\.scalarValues)

    /// A run of one kana.
    func kana(at start: Int) -> Unit {
        let kind = kinds[start]
        let end = run(of: kind, from: start)
        if let city = kanaCity(in: start..<end) {
            return city < count
                ? address(from: start, city) : Unit(end: end, isSettled: false, isInert: false)
        }
        let before = self.kind(start - 1)
        // 氏名は: what follows the particle is the value.
        if codes[start] == 0x306F, lexicon.vocabulary.labelEnds(at: start, in: codes) {
            return Unit(end: start + 1, isSettled: true, isInert: true)
        }
        if before?.isJapanese != true || codes[start - 1] == 0x306F, isValue(at: start) {
            guard let stop = endOfValue(from: start) else {
                // What is longer than any name is none.
                return Unit(end: end, isSettled: end - start > 26, isInert: false)
            }
            if kinds[start..<stop].contains(.digit) { return number(from: start, wordEnd: stop) }
            return Unit(
                end: max(stop, start + 1),
                isSettled: isNameSeen(behind: stop) && isRowSeen(behind: start),
                isInert: false
            )
        }
        if kind == .hiragana {
            if before == .hiragana || before == .kanji { return Unit(end: end, isSettled: true, isInert: true) }
            return hiragana(start..<end)
        }
        guard end < count else { return Unit(end: end, isSettled: false, isInert: false) }
        let next = codes[end]
        if next == 0x30FB || next == 0x3D || next == 0x30A0 {
            // ジョン・スミス
            var stop = end
            while stop < count,
                kinds[stop] == .katakana || kinds[stop] == .dot || codes[stop] == 0x3D || kinds[stop] == .upper
            {
                stop += 1
            }
            return Unit(end: stop, isSettled: stop < count && isNameSeen(behind: stop), isInert: false)
        }
        let isName =
            kinds[end] == .space || (0xFF66...0xFF9F).contains(codes[start])
            || lexicon.resources.words.canBegin([.honorific, .title, .placeTitle], with: next)
        return Unit(end: end, isSettled: !isName || isNameSeen(behind: end), isInert: !isName)
    }

    /// The end of a municipality in kana that begins in a run; the end of the text where it may begin there.
    private func kanaCity(in range: Range<Int>) -> Int? {
        for place in range {
            if let end = lexicon.vocabulary.kanaCity(at: place, in: codes) { return end }
        }
        return nil
    }

    /// Hiragana behind something else: a given name with さん, or a surname and a given name with a space between.
    private func hiragana(_ range: Range<Int>) -> Unit {
        let length = range.count
        let isOver = range.upperBound < count
        for suffix in Self.suffixes {
            for offset in 2...6 {
                let seen = min(suffix.count, max(0, length - offset))
                let isPossible = (0..<seen).allSatisfy { codes[range.lowerBound + offset + $0] == suffix[$0] }
                guard isPossible else { continue }
                if seen == suffix.count {
                    return Unit(
                        end: range.upperBound,
                        isSettled: isOver || length > offset + seen + 2,
                        isInert: false
                    )
                }
                if !isOver { return Unit(end: range.upperBound, isSettled: false, isInert: false) }
            }
        }
        guard isOver, kinds[range.upperBound] == .space, (2...6).contains(length) else {
            return Unit(end: range.upperBound, isSettled: true, isInert: true)
        }
        return Unit(end: range.upperBound, isSettled: isNameSeen(behind: range.upperBound), isInert: false)
    }

    /// A bracket with what may be the reading of a name in front of it: （やまだ たろう）.
    func reading(at bracket: Int) -> Unit? {
        guard let before = kind(bracket - 1), before.isJapanese || before == .space else { return nil }
        var end = bracket + 1
        while end < count, end - bracket < 31, kinds[end].isLetter || kinds[end].isJapanese || kinds[end] == .space {
            guard kinds[end] != .kanji else { return nil }
            end += 1
        }
        guard end < count else { return Unit(end: end, isSettled: false, isInert: false) }
        let isClosed = codes[end] == 0x29 || codes[end] == 0x5D
        guard isClosed, end - bracket > 2 else { return nil }
        return Unit(end: end + 1, isSettled: end + 1 < count, isInert: false)
    }
}
