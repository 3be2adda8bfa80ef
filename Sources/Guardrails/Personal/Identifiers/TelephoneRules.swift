/// Telephone numbers: Japan's plan, numbers with a country's code, and those of other countries with a label.
enum TelephoneRules {
    static let all: [IdentifierRule] = [japanese, international, american, labelled]

    private typealias Scores = IdentifierRule.Scores

    private static let labels = LabelKinds(.phone, .phonePlace)

    private static let japanese = IdentifierRule(
        "phone-jp",
        .phoneJapan,
        labels: labels,
        scores: Scores(alone: 0.4, grouped: 0.8, labelled: 0.96, isDistinct: true),
        lengths: [1...11]
    ) { chain, first in
        guard chain.bytes[chain.groups[first].start] == UInt8(ascii: "0") else { return nil }
        for count in 1...4 {
            guard let groups = joined(chain, first, count) else { return nil }
            let digits = chain.digits(groups)
            guard digits.count >= 10 else { continue }
            guard digits.count <= 11 else { return nil }
            // A number that is whole where a line ends does not go on in the next.
            guard let kind = JapaneseNumberingPlan.kind(digits), chain.isFree(behind: groups.upperBound - 1) else {
                continue
            }
            if count == 1, chain.isCounted(first) { return nil }
            guard let (variant, scores) = shape(kind, chain, groups, digits.count) else { return nil }
            return Recognition(
                groups: groups,
                range: widened(chain, groups),
                proof: .formed,
                isGrouped: count > 1,
                variant: variant,
                scores: scores
            )
        }
        return nil
    }

    /// How likely groups of digits are a number of some kind.
    private static func shape(
        _ kind: JapaneseNumberingPlan.Kind,
        _ chain: DigitChain,
        _ groups: Range<Int>,
        _ total: Int
    ) -> (String, Scores)? {
        let lengths = chain.groups[groups].map(\.count)
        let isHyphenated = groups.count > 1 && chain.joints[groups.lowerBound] != .space
        switch kind {
        case .service where lengths.first == 3 && total == 11, .mobile, .internetProtocol:
            let isUsual = lengths == [3, 4, 4]
            let scores = Scores(alone: 0.62, grouped: isUsual ? 0.9 : 0.7, labelled: 0.97, isDistinct: true)
            return (kind == .internetProtocol ? "ip" : "mobile", scores)
        case .service:
            guard (lengths.first ?? 0) >= 4, total == 10 || lengths.first == 4 || lengths.count == 1 else { return nil }
            return ("service", Scores(alone: 0.5, grouped: 0.75, labelled: 0.9, isDistinct: true))
        case .geographic(let areaCode):
            if lengths.count == 1 {
                return ("landline", Scores(alone: 0.4, grouped: 0.4, labelled: 0.95))
            }
            guard lengths.last == 4 || lengths.first == areaCode else {
                return ("landline", Scores(alone: 0, grouped: 0.2, labelled: 0.75))
            }
            let isUsual = lengths.first == areaCode && lengths.count == 3
            let grouped = isUsual ? (isHyphenated ? 0.85 : 0.6) : 0.45
            return ("landline", Scores(alone: 0.4, grouped: grouped, labelled: 0.96, isDistinct: isUsual))
        case .unknownArea:
            guard lengths.count == 1 || lengths.last == 4 else { return nil }
            return ("landline", Scores(alone: 0.2, grouped: 0.4, labelled: 0.85))
        }
    }

    /// Some groups that one number's signs join; at most one line end among them.
    private static func joined(_ chain: DigitChain, _ first: Int, _ count: Int) -> Range<Int>? {
        guard first + count <= chain.groups.count else { return nil }
        let joints = chain.joints[first..<(first + count - 1)]
        guard !joints.contains(.slash), joints.count(where: { $0 == .newline }) <= 1 else { return nil }
        // A line end alone, without a hyphen, joins nothing that is not joined otherwise.
        if joints.contains(.newline), joints.allSatisfy({ $0 == .newline }) { return nil }
        return first..<(first + count)
    }

    /// The bracket in front belongs to `(03)1234-5678`.
    private static func widened(_ chain: DigitChain, _ groups: Range<Int>) -> Range<Int> {
        var range = chain.range(groups)
        let first = chain.groups[groups.lowerBound]
        if groups.count > 1, chain.joints[groups.lowerBound] == .parenthesis, first.start > 0,
            chain.bytes[first.start - 1] == UInt8(ascii: "("), chain.bytes[first.end] == UInt8(ascii: ")")
        {
            range = (range.lowerBound - 1)..<range.upperBound
        }
        return range
    }

    /// A plus sign and a country's code.
    private static let international = IdentifierRule(
        "phone",
        .phone,
        labels: labels,
        scores: Scores(alone: 0.8, grouped: 0.9, labelled: 0.97, isDistinct: true),
        takesLetters: true,
        lengths: [1...15]
    ) { chain, first in
        let start = chain.groups[first].start
        guard start > 0, let plus = plus(chain, before: start) else { return nil }
        var best: Recognition?
        for count in 1...6 {
            guard let groups = joined(chain, first, count) else { break }
            let digits = international(chain, groups)
            guard digits.count <= 15 else { break }
            guard CountryCallingCode.isWhole(digits), chain.isFree(behind: groups.upperBound - 1) else { continue }
            // What a space parts may be another number already.
            if best != nil, chain.joints[groups.upperBound - 2] == .newline { break }
            let isJapanese = digits[0] == 8 && digits[1] == 1
            if isJapanese, !isNational(digits) { continue }
            best = Recognition(
                groups: groups,
                range: plus..<chain.range(groups).upperBound,
                proof: .formed,
                isGrouped: count > 1,
                variant: isJapanese ? "international" : nil,
                type: isJapanese ? .phoneJapan : nil
            )
            if isJapanese { break }
        }
        return best
    }

    private static func plus(_ chain: DigitChain, before start: Int) -> Int? {
        var place = start - 1
        if chain.bytes[place] == UInt8(ascii: " ") || chain.bytes[place] == UInt8(ascii: "(") { place -= 1 }
        guard place >= 0, chain.bytes[place] == UInt8(ascii: "+") else { return nil }
        return place > 0 && ByteSet.alphanumerics.contains(chain.bytes[place - 1]) ? nil : place
    }

    /// The digits without the trunk 0 in brackets, and of Japan without any.
    private static func international(_ chain: DigitChain, _ groups: Range<Int>) -> Digits {
        var digits = Digits()
        for (place, group) in zip(groups, chain.groups[groups]) {
            let isTrunk =
                place > groups.lowerBound && group.count == 1 && chain.bytes[group.start] == UInt8(ascii: "0")
                && chain.joints[place - 1] == .parenthesis
            if isTrunk { continue }
            for byte in chain.bytes[group.start..<group.end] {
                if digits.count == 2, digits[0] == 8, digits[1] == 1, byte == UInt8(ascii: "0") { continue }
                digits.append(byte)
            }
        }
        return digits
    }

    /// Whether digits behind 81 are a whole number of Japan's plan.
    private static func isNational(_ digits: Digits) -> Bool {
        var national = Digits("0")
        for place in 2..<digits.count { national.append(UInt8(truncatingIfNeeded: 48 + digits[place])) }
        return JapaneseNumberingPlan.kind(national) != nil
    }

    /// The North American plan: area, exchange, line.
    private static let american = IdentifierRule(
        "phone-nanp",
        .phone,
        labels: labels,
        scores: Scores(alone: 0, grouped: 0.5, labelled: 0.92),
        lengths: [3...3]
    ) { chain, first in
        guard chain.groups[first].count == 3, let groups = joined(chain, first, 3), chain.groups[first + 1].count == 3,
            chain.groups[first + 2].count == 4, chain.isFree(behind: first + 2)
        else { return nil }
        let digits = chain.digits(groups)
        guard digits[0] >= 2, digits[3] >= 2 else { return nil }
        let grouped = chain.joints[first] == .space || chain.isAmongJapanese(first) ? 0.3 : 0.5
        return Recognition(
            groups: groups,
            range: widened(chain, groups),
            proof: .formed,
            isGrouped: true,
            scores: Scores(alone: 0, grouped: grouped, labelled: 0.92)
        )
    }

    /// Any digits of a telephone number's length beside a label for one.
    private static let labelled = IdentifierRule(
        "phone-labelled",
        .phone,
        labels: labels,
        scores: Scores(alone: 0, grouped: 0, labelled: 0.7),
        lengths: [1...15]
    ) { chain, first in
        var best: Recognition?
        for count in 1...6 {
            guard let groups = joined(chain, first, count) else { break }
            if count > 1, chain.joints[first + count - 2] == .newline { break }
            let digits = chain.digits(groups)
            guard digits.count <= 15 else { break }
            guard digits.count >= 7, count > 1 || digits.count <= 11, chain.isFree(behind: groups.upperBound - 1),
                !chain.isCounted(groups.upperBound - 1),
                !digits.isOneDigit, !isDate(chain, groups, digits)
            else { continue }
            best = Recognition(
                groups: groups,
                range: widened(chain, groups),
                proof: .formed,
                type: isDialledFromAbroad(digits) ? .phoneJapan : nil
            )
        }
        return best
    }

    /// Whether digits are a number of Japan behind 81 or 0081, without a plus sign.
    private static func isDialledFromAbroad(_ digits: Digits) -> Bool {
        let start = digits[0] == 0 && digits[1] == 0 ? 2 : 0
        guard digits.count >= start + 11, digits[start] == 8, digits[start + 1] == 1 else { return false }
        var number = Digits()
        for place in start..<digits.count { number.append(UInt8(truncatingIfNeeded: 48 + digits[place])) }
        return isNational(number)
    }

    private static func isDate(_ chain: DigitChain, _ groups: Range<Int>, _ digits: Digits) -> Bool {
        if digits.isDay { return true }
        // 2014-2018: two years.
        if groups.count == 2, digits.count == 8, chain.groups[groups.lowerBound].count == 4 {
            let (first, last) = (digits.value(0..<4), digits.value(4..<8))
            return (1900...2100).contains(first) && (first...2100).contains(last)
        }
        guard groups.count == 3, digits.count <= 8 else { return false }
        let lengths = chain.groups[groups].map(\.count)
        return lengths.first == 4 && (lengths.last ?? 0) <= 2 && (1868...2100).contains(digits.value(0..<4))
    }
}
