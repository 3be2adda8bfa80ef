extension StreamTail {
    /// A word of ASCII: letters, digits and signs up to a space, a line end or Japanese.
    func word(at start: Int) -> Unit {
        var (end, hasDigit, hasEscape) = (start, false, false)
        while end < count, kinds[end].isToken {
            hasDigit = hasDigit || kinds[end] == .digit
            hasEscape = hasEscape || Self.escapes.contains(codes[end])
            end += 1
        }
        if let key = key(at: start) { return key }
        if codes[start] == 0x28 || codes[start] == 0x5B, end == start + 1, let reading = reading(at: start) {
            return reading
        }
        guard end < count else { return Unit(end: end, isSettled: false, isInert: false) }
        if hasDigit { return number(from: start, wordEnd: end) }
        if hasEscape { return Unit(end: end, isSettled: isSeen(24, behind: end), isInert: false) }
        var (first, last) = (start, end)
        while first < last, !kinds[first].isLetter { first += 1 }
        while last > first, !kinds[last - 1].isLetter { last -= 1 }
        // Signs alone: what stands behind a plus sign or a bracket may be a number that begins with them.
        if first == last {
            if let digit = linkedDigit(behind: end) { return number(from: start, wordEnd: digit) }
            return Unit(end: end, isSettled: !isOpen(end), isInert: true)
        }
        if end - start >= BlobScanner.shortestRun { return blob(from: start, end: end) }
        let isSimple = (first..<last).allSatisfy { kinds[$0].isLetter || codes[$0] == 0x27 || codes[$0] == 0x2D }
        if last - first <= 3 || isMonth(first..<last) {
            if let digit = linkedDigit(behind: end) { return number(from: start, wordEnd: digit) }
            if isOpen(end) { return Unit(end: end, isSettled: false, isInert: false) }
        }
        guard let isSpelt = speltSign(behind: end) else { return Unit(end: end, isSettled: false, isInert: false) }
        if isSpelt { return Unit(end: end, isSettled: isSeen(64, behind: end), isInert: false) }
        let isUpper = (first..<last).contains { kinds[$0] == .upper }
        if isSimple, !isUpper { return Unit(end: end, isSettled: true, isInert: true) }
        return Unit(end: end, isSettled: !isUpper || areNamesSeen(behind: end), isInert: false)
    }

    private static let escapes = ScalarSet("%&\\=".scalarValues)

    /// Whether only spaces have come behind a place, or nothing.
    private func isOpen(_ end: Int) -> Bool {
        end == count || end + 1 == count && kinds[end] == .space
    }

    /// The digit that stands behind a place with a space or nothing between.
    private func linkedDigit(behind end: Int) -> Int? {
        var place = end
        while place < count, place - end < 2, kinds[place] == .space { place += 1 }
        return place > end && kind(place) == .digit ? place : nil
    }

    private func isMonth(_ range: Range<Int>) -> Bool {
        guard range.count >= 3, range.count <= 9 else { return false }
        return Self.months.contains(codes[range.prefix(3)].lazy.map(\.lowered))
    }

    private static let months = ScalarWords(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"].map(\.scalarValues)
    )

    /// Whether `(at)` or `[at]` stands behind a word; `nil` where that is not known yet.
    private func speltSign(behind end: Int) -> Bool? {
        var place = end
        if kind(place) == .space { place += 1 }
        guard place < count else { return nil }
        guard codes[place] == 0x28 || codes[place] == 0x5B else { return false }
        for (offset, letter) in [0x61, 0x74].enumerated() as EnumeratedSequence<[UInt32]> {
            var index = place + 1 + offset
            if kind(place + 1) == .space { index += 1 }
            guard index < count else { return nil }
            if codes[index].lowered != letter { return false }
        }
        return true
    }

    /// Whether the words behind a capitalised one are known as far as a name may go: three of them in a row.
    private func areNamesSeen(behind start: Int) -> Bool {
        var end = start
        for _ in 0..<3 {
            guard end < count else { return false }
            guard kinds[end] == .space || codes[end] == 0x2C else { return end + 1 < count }
            var next = end
            while next < count, next - end < 3, kinds[next] == .space || codes[next] == 0x2C { next += 1 }
            guard next < count else { return false }
            guard kinds[next] == .upper else { return true }
            end = next
            while end < count, kinds[end].isToken { end += 1 }
        }
        return end + 1 < count
    }

    // MARK: Numbers

    /// Digits with everything that may belong to them: groups, dates, number plates.
    func number(from start: Int, wordEnd: Int) -> Unit {
        var end = wordEnd
        while end < count, kinds[end].isToken { end += 1 }
        if end < count, let ordinal = ordinal(from: start, end: end) { return ordinal }
        // Groups may be parted by signs, by spaces, by one line end, by the signs of a date and by the kana of a plate.
        var place = end
        while place < count, place - end <= Self.widestGap, codes[place] != 0x3002 {
            if kinds[place] == .digit {
                end = place
                while end < count, kinds[end].isToken { end += 1 }
                place = end
            } else {
                place += 1
            }
        }
        return Unit(end: end, isSettled: end < count && isSeen(Self.reach, behind: end), isInert: false)
    }

    private static let widestGap = 5

    /// A small number that stands alone, such as that of a list's item: `3.`, `(2)`, `12`.
    private func ordinal(from start: Int, end: Int) -> Unit? {
        let digits = codes[start..<end].indices.filter { kinds[$0] == .digit }
        guard let first = digits.first, let last = digits.last, digits.count <= 3, last - first == digits.count - 1,
            (start..<end).allSatisfy({ kinds[$0] == .digit || Self.around.contains(codes[$0]) }),
            end + Self.widestGap < count
        else { return nil }
        // A group of a longer number, a day, a plate: digits are close on either side.
        guard !kinds[end...(end + Self.widestGap)].contains(.digit), !Self.units.contains(codes[end]) else {
            return nil
        }
        let before = kinds[max(0, start - Self.widestGap)..<start]
        guard !before.contains(.digit), !before.contains(.upper), !before.contains(.lower), !before.contains(.kanji)
        else {
            return nil
        }
        return Unit(end: end, isSettled: true, isInert: false)
    }

    private static let around = ScalarSet("()[].,:*#-".scalarValues)
    private static let units = ScalarSet("年月日丁番号条線歳才".scalarValues)

    // MARK: Blobs and keys

    /// A long word: it may be encoded, and an encoded text may go on in the next line.
    private func blob(from start: Int, end: Int) -> Unit {
        var (line, end) = (start, end)
        while end < count, kinds[end] == .newline, isEncoded(line..<end) {
            var next = end
            while next < count, kinds[next] == .newline || kinds[next] == .space { next += 1 }
            guard next < count else { return Unit(end: end, isSettled: false, isInert: false) }
            guard next - end <= 4, kinds[next].isToken else { break }
            var nextEnd = next
            while nextEnd < count, kinds[nextEnd].isToken { nextEnd += 1 }
            guard nextEnd < count else { return Unit(end: end, isSettled: false, isInert: false) }
            // The last line of a blob may be short.
            guard nextEnd - next >= BlobScanner.shortestRun || end - start >= Self.reach else { break }
            (line, end) = (next, nextEnd)
        }
        return Unit(end: end, isSettled: end + 1 < count && areNamesSeen(behind: end), isInert: false)
    }

    /// Whether a word has no signs but those of base64 and of the lines for machines of a passport.
    private func isEncoded(_ range: Range<Int>) -> Bool {
        range.allSatisfy { kinds[$0] == .digit || kinds[$0].isLetter || Self.encoding.contains(codes[$0]) }
    }

    private static let encoding = ScalarSet("+/-_=<".scalarValues)
    private static let beginning = "-----BEGIN ".scalarValues
    private static let ending = "-----END ".scalarValues
    private static let putty = "PuTTY-User-Key-File-".scalarValues
    private static let secret = "PRIVATE KEY".scalarValues

    /// A private key in lines: it is one value from its first line to its last.
    private func key(at start: Int) -> Unit? {
        if text.has(Self.putty, at: start) { return Unit(end: count, isSettled: false, isInert: false) }
        guard text.has(Self.beginning, at: start) else { return nil }
        let head = start + Self.beginning.count
        let line = text.lineEnd(of: head)
        guard line - head < 60, line == count || (head..<line).contains(where: { text.has(Self.secret, at: $0) }) else {
            return nil
        }
        for place in line..<max(line, count - Self.ending.count) where text.has(Self.ending, at: place) {
            let end = text.lineEnd(of: place)
            return Unit(end: end, isSettled: end < count, isInert: false)
        }
        return Unit(end: count, isSettled: false, isInert: false)
    }
}
