/// Finds numbers of cards, telephones and persons: groups of digits with a space, a hyphen or brackets between them.
struct NumberPattern {
    /// Longer runs are gone through piece by piece.
    private static let mostGroups = 64

    /// What is looked for.
    let masks: Set<BodyMask>

    /// What there is in the run of digits that begins at a place.
    /// - Parameters:
    ///   - text: the text.
    ///   - start: a digit with none before it.
    ///   - findings: what is found is added here, in order.
    /// - Returns: where the run ends.
    func find(_ text: Glyphs, from start: Int, into findings: inout [MaskFinding]) -> Int {
        let groups = Self.groups(text, from: start)
        guard let last = groups.last else { return start + 1 }
        var first = 0
        while first < groups.count {
            if let (range, mask, count) = match(text, groups, from: first) {
                findings.append(MaskFinding(range: range, mask: mask))
                first += count
            } else {
                first += 1
            }
        }
        return last.upperBound
    }

    private typealias Match = (range: Range<Int>, mask: BodyMask, groups: Int)

    /// What begins with a group.
    private func match(_ text: Glyphs, _ groups: [Range<Int>], from first: Int) -> Match? {
        guard !text[groups[first].lowerBound - 1].isWordLetter else { return nil }
        var found: Match?
        var digits: [UInt8] = []
        for last in first..<groups.count {
            digits += groups[last].map { text[$0] &- UInt8(ascii: "0") }
            guard digits.count <= 19 else { break }
            guard !text[groups[last].upperBound].isWordLetter else { continue }
            let shape = groups[first...last].map(\.count)
            guard let mask = mask(text, at: groups[first].lowerBound, digits, shape) else { continue }
            var range = groups[first].lowerBound..<groups[last].upperBound
            if text[range.lowerBound - 1] == UInt8(ascii: "+"), mask == .phone {
                range = (range.lowerBound - 1)..<range.upperBound
            }
            // The longest counts.
            found = (range, mask, last - first + 1)
        }
        return found
    }

    private func mask(_ text: Glyphs, at start: Int, _ digits: [UInt8], _ shape: [Int]) -> BodyMask? {
        if masks.contains(.card), Self.isCard(digits) { return .card }
        if masks.contains(.myNumber), shape == [12] || shape == [4, 4, 4], Self.isMyNumber(digits) { return .myNumber }
        if masks.contains(.phone) {
            let isInternational = text[start - 1] == UInt8(ascii: "+")
            if Self.isPhone(digits, shape, isInternational: isInternational) { return .phone }
        }
        return nil
    }

    // MARK: - Checks

    /// Whether digits are a card's: of an industry that issues cards, with a check digit by Luhn (ISO/IEC 7812-1).
    static func isCard(_ digits: [UInt8]) -> Bool {
        guard (13...19).contains(digits.count), let first = digits.first, (2...6).contains(first) else { return false }
        var sum = 0
        for (index, digit) in digits.reversed().enumerated() {
            let value = Int(digit) * (index % 2 == 1 ? 2 : 1)
            sum += value > 9 ? value - 9 : value
        }
        return sum % 10 == 0
    }

    /// Whether digits are an Individual Number: the last one is the check digit of the others (Order of the Ministry of
    /// Internal Affairs and Communications No. 85 of 2014, Art. 5).
    static func isMyNumber(_ digits: [UInt8]) -> Bool {
        guard digits.count == 12 else { return false }
        var sum = 0
        for (index, digit) in digits.dropLast().reversed().enumerated() {
            let place = index + 1
            sum += Int(digit) * (place <= 6 ? place + 1 : place - 5)
        }
        let rest = sum % 11
        return Int(digits[11]) == (rest <= 1 ? 0 : 11 - rest)
    }

    /// Whether digits are a telephone number of Japan, in one of the ways that people write them.
    static func isPhone(_ digits: [UInt8], _ shape: [Int], isInternational: Bool) -> Bool {
        if isInternational, digits.starts(with: [8, 1]) {
            let rest = digits.dropFirst(2)
            // Some write the zero all the same: +81 (0)3 …
            return (9...10).contains(rest.first == 0 ? rest.count - 1 : rest.count)
        }
        guard (10...11).contains(digits.count), digits[0] == 0, digits[1] != 0, shape.count <= 3, let last = shape.last
        else { return false }
        // Mobile, IP and toll-free numbers of eleven digits; all others have ten.
        let isLong = [5, 7, 8, 9, 2].contains(digits[1]) && digits[2] == 0
        guard digits.count == 10 || isLong else { return false }
        switch shape.count {
        case 1: return true
        case 2: return last == 8 || last == 7 || last == 6 || last == 4
        default: return last == 4 || (last == 3 && digits[1] == 1 && digits[2] == 2)
        }
    }

    // MARK: - Groups

    /// The groups of digits of a run.
    private static func groups(_ text: Glyphs, from start: Int) -> [Range<Int>] {
        var groups: [Range<Int>] = []
        var index = start
        while groups.count < mostGroups {
            let first = index
            while text[index].isDigit { index += 1 }
            guard index > first else { break }
            groups.append(first..<index)
            // At most two characters stand between groups: `03) 1234`.
            var next = index
            while next < index + 2, text[next].isSeparator { next += 1 }
            guard next > index, text[next].isDigit, text.isInString(index) else { break }
            index = next
        }
        return groups
    }
}

extension UInt8 {
    fileprivate var isSeparator: Bool {
        self == UInt8(ascii: " ") || self == UInt8(ascii: "-") || self == UInt8(ascii: "(") || self == UInt8(ascii: ")")
    }
}
