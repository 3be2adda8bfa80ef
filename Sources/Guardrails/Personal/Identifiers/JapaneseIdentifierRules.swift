/// The rules of Japanese numbers, except telephone numbers and dates.
enum JapaneseIdentifierRules {
    static let all: [IdentifierRule] = [
        IdentifierRule(
            "my-number",
            .myNumber,
            labels: LabelKinds(.myNumber),
            scores: .init(alone: 0.3, grouped: 0.4, labelled: 0.98),
            solid: [12],
            shapes: [[4, 4, 4], [4, 8], [6, 6], [3, 3, 3, 3]],
            check: MyNumber.isValid
        ),
        IdentifierRule(
            "corporate-number",
            .corporateNumber,
            labels: LabelKinds(.corporateNumber),
            scores: .init(alone: 0.3, grouped: 0.45, labelled: 0.95),
            solid: [13],
            shapes: [[1, 4, 4, 4], [1, 12], [1, 3, 3, 3, 3], [4, 2, 6, 1], [4, 4, 5]],
            check: CorporateNumber.isValid
        ),
        invoiceNumber,
        IdentifierRule(
            "drivers-license",
            .driversLicense,
            labels: LabelKinds(.driversLicense),
            scores: .init(alone: 0.28, grouped: 0.3, labelled: 0.96),
            solid: [12],
            shapes: [[4, 4, 4], [2, 2, 6, 2], [2, 2, 6, 1, 1], [4, 6, 2], [2, 10]],
            check: DriversLicense.isValid
        ),
        residenceCard,
        passport,
        IdentifierRule(
            "resident-code",
            .residentCode,
            labels: LabelKinds(.residentCode),
            scores: .init(alone: 0, grouped: 0, labelled: 0.9),
            solid: [11],
            shapes: [[4, 4, 3], [3, 4, 4], [5, 6], [6, 5]]
        ),
        IdentifierRule(
            "insurer-number",
            .healthInsurance,
            labels: LabelKinds(.insurer),
            scores: .init(alone: 0, grouped: 0, labelled: 0.95),
            solid: [8, 6],
            shapes: [[2, 2, 3, 1], [2, 2, 4], [4, 4], [2, 6]],
            check: InsurerNumber.isValid
        ),
        IdentifierRule(
            "health-insurance",
            .healthInsurance,
            labels: LabelKinds(.healthInsurance, .insuredNumber),
            scores: .init(alone: 0, grouped: 0, labelled: 0.9),
            lengths: [1...12],
            recognize: { insured($0, $1) }
        ),
        IdentifierRule(
            "care-insurance",
            .careInsurance,
            labels: LabelKinds(.careInsurance),
            scores: .init(alone: 0, grouped: 0, labelled: 0.92),
            solid: [10],
            shapes: [[4, 6], [4, 3, 3], [5, 5], [3, 3, 4]]
        ),
        IdentifierRule(
            "employment-insurance",
            .employmentInsurance,
            labels: LabelKinds(.employmentInsurance, .insuredNumber),
            scores: .init(alone: 0, grouped: 0.4, labelled: 0.93),
            solid: [11],
            shapes: [[4, 6, 1]]
        ),
        IdentifierRule(
            "pension-number",
            .pensionNumber,
            labels: LabelKinds(.pension),
            scores: .init(alone: 0, grouped: 0.3, labelled: 0.95),
            solid: [10],
            shapes: [[4, 6]]
        ),
        bankAccount,
        yuchoAccount,
    ]

    /// `T` and a corporate number. A sole trader's has no check digit that a company's has: labelled it counts without.
    private static let invoiceNumber = IdentifierRule(
        "invoice-number",
        .invoiceNumber,
        labels: LabelKinds(.invoiceNumber, .corporateNumber),
        scores: .init(alone: 0.75, grouped: 0.75, labelled: 0.95, isDistinct: true),
        takesLetters: true,
        lengths: [13...13, 1...1, 4...4]
    ) { chain, first in
        let shapes = [[13], [1, 4, 4, 4], [4, 4, 5]]
        guard let shape = shapes.first(where: { chain.matches($0, at: first) }) else { return nil }
        let groups = first..<(first + shape.count)
        guard let letter = chain.letters(1, before: first), chain.bytes[letter] & 0xDF == UInt8(ascii: "T"),
            chain.isFree(behind: groups.upperBound - 1)
        else { return nil }
        return Recognition(
            groups: groups,
            range: letter..<chain.range(groups).upperBound,
            proof: CorporateNumber.isValid(chain.digits(groups)) ? .checked : .formed,
            scores: CorporateNumber.isValid(chain.digits(groups))
                ? nil : IdentifierRule.Scores(alone: 0.4, grouped: 0.4, labelled: 0.8)
        )
    }

    /// Two letters, eight digits, two letters.
    private static let residenceCard = IdentifierRule(
        "residence-card",
        .residenceCard,
        labels: LabelKinds(.residenceCard, .card),
        scores: .init(alone: 0.75, grouped: 0.75, labelled: 0.97, isDistinct: true),
        takesLetters: true,
        lengths: [8...8, 4...4]
    ) { chain, first in
        let shapes = [[8], [4, 4]]
        guard let shape = shapes.first(where: { chain.matches($0, at: first) }) else { return nil }
        let groups = first..<(first + shape.count)
        guard let start = chain.letters(2, before: first), let end = chain.letters(2, behind: groups.upperBound - 1)
        else {
            return nil
        }
        return Recognition(groups: groups, range: start..<end, proof: .formed, isGrouped: true)
    }

    /// Two letters and seven digits. Japan's begin with M, N or T.
    private static let passport = IdentifierRule(
        "passport",
        .passportJapan,
        labels: LabelKinds(.passport),
        scores: .init(alone: 0.35, grouped: 0.45, labelled: 0.95),
        takesLetters: true,
        lengths: [7...9]
    ) { chain, first in
        let group = chain.groups[first]
        guard chain.isFree(behind: first) else { return nil }
        if group.count == 7, let start = chain.letters(2, before: first) {
            let letter = chain.bytes[start] & 0xDF
            let isUsual = letter == UInt8(ascii: "T") || letter == UInt8(ascii: "M") || letter == UInt8(ascii: "N")
            return Recognition(
                groups: first..<(first + 1),
                range: start..<group.end,
                proof: .formed,
                isGrouped: isUsual
            )
        }
        // Other countries have nine digits, or a letter and seven or eight.
        var start = group.start
        if group.count == 9 {
            guard chain.isFree(before: first) else { return nil }
        } else {
            guard group.count == 7 || group.count == 8, let letter = chain.letters(1, before: first) else { return nil }
            start = letter
        }
        return Recognition(
            groups: first..<(first + 1),
            range: start..<group.end,
            proof: .formed,
            scores: .init(alone: 0, grouped: 0, labelled: 0.85),
            type: .passport
        )
    }

    /// The number of an insured person, with the symbol in front of it and the branch behind it where they are joined.
    private static func insured(_ chain: DigitChain, _ first: Int) -> Recognition? {
        var last = first
        var total = chain.groups[first].count
        while last + 1 < chain.groups.count, chain.joints[last] == .hyphen || chain.joints[last] == .dot,
            last - first < 2
        {
            last += 1
            total += chain.groups[last].count
        }
        let isSolid = last == first
        guard (isSolid ? 5...12 : 4...16).contains(total), chain.isFree(behind: last), !chain.isCounted(last) else {
            return nil
        }
        // Days and telephone numbers stand behind these labels as well.
        if !isSolid, chain.groups[first].count == 4, last - first == 2, chain.groups[first + 1].count <= 2 {
            return nil
        }
        if chain.bytes[chain.groups[first].start] == UInt8(ascii: "0"),
            JapaneseNumberingPlan.kind(chain.digits(first..<(last + 1))) != nil, !isSolid
        {
            return nil
        }
        return Recognition(groups: first..<(last + 1), range: chain.range(first..<(last + 1)), proof: .formed)
    }

    /// Seven digits; the codes of bank and branch belong to it where they are joined to it in front.
    private static let bankAccount = IdentifierRule(
        "bank-account",
        .bankAccountJapan,
        labels: LabelKinds(.bankAccount, .accountType),
        scores: .init(alone: 0, grouped: 0.3, labelled: 0.95),
        solid: [7, 8],
        shapes: [[4, 3, 7], [4, 3, 1, 7], [3, 7], [3, 1, 7], [3, 8]],
        isExcluded: { $0.count == 8 && $0.isDay }
    )

    /// Symbol and number of the post bank, joined.
    private static let yuchoAccount = IdentifierRule(
        "yucho-account",
        .bankAccountJapan,
        labels: LabelKinds(.bankAccount, .accountType),
        scores: .init(alone: 0, grouped: 0.35, labelled: 0.95),
        lengths: [5...5]
    ) { chain, first in
        guard chain.groups[first].count == 5, first + 1 < chain.groups.count else { return nil }
        var number = first + 1
        // A digit for a passbook that was made out again.
        if chain.groups[number].count == 1, number + 1 < chain.groups.count { number += 1 }
        let groups = first..<(number + 1)
        guard chain.joints[first] == .hyphen || chain.joints[first] == .space, chain.isFree(behind: number) else {
            return nil
        }
        let isValid = YuchoAccount.isValid(
            symbol: chain.digits(first..<(first + 1)),
            number: chain.digits(number..<(number + 1))
        )
        guard isValid, chain.groups[number].count >= 5 else { return nil }
        return Recognition(groups: groups, range: chain.range(groups), proof: .formed, isGrouped: true)
    }
}

extension DigitChain {
    /// Where so many letters begin that stand right in front of a group, with at most a space or a hyphen between; `nil`
    /// where there are more, fewer, or something else is joined to them.
    func letters(_ count: Int, before first: Int) -> Int? {
        if first > 0, joints[first - 1] == .hyphen || joints[first - 1] == .dot || joints[first - 1] == .slash {
            return nil
        }
        var end = groups[first].start
        if end > 0, bytes[end - 1] == UInt8(ascii: " ") || bytes[end - 1] == UInt8(ascii: "-") { end -= 1 }
        let start = end - count
        guard start >= 0, bytes[start..<end].allSatisfy({ ByteSet.letters.contains($0) }) else { return nil }
        guard start > 0 else { return start }
        let before = bytes[start - 1]
        if ByteSet.alphanumerics.contains(before) || before == UInt8(ascii: "_") { return nil }
        // Small letters and letters apart are words, not parts of a number.
        if end != groups[first].start || before == UInt8(ascii: "-"),
            !bytes[start..<end].allSatisfy({ ByteSet.capitals.contains($0) }) || before == UInt8(ascii: "-")
        {
            return nil
        }
        return start
    }

    /// Where so many letters end that stand right behind a group; `nil` where there are more or fewer.
    func letters(_ count: Int, behind last: Int) -> Int? {
        var start = groups[last].end
        if start < bytes.count, bytes[start] == UInt8(ascii: " ") || bytes[start] == UInt8(ascii: "-") { start += 1 }
        let end = start + count
        guard end <= bytes.count, bytes[start..<end].allSatisfy({ ByteSet.letters.contains($0) }) else { return nil }
        guard end < bytes.count else { return end }
        return ByteSet.alphanumerics.contains(bytes[end]) || bytes[end] == UInt8(ascii: "_") ? nil : end
    }
}
