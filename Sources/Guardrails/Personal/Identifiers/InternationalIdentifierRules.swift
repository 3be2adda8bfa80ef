/// The rules of numbers that are not Japan's.
enum InternationalIdentifierRules {
    static let all: [IdentifierRule] = [paymentCard, iban, socialSecurity, nationalInsurance]

    private static let cardShapes = [
        [4, 4, 4, 4], [4, 6, 5], [4, 6, 4], [4, 4, 4, 4, 3], [4, 4, 4, 1], [4, 4, 4, 3], [4, 4, 5], [4, 4, 4, 2],
    ]

    private static let paymentCard = IdentifierRule(
        "credit-card",
        .creditCard,
        labels: LabelKinds(.card),
        scores: .init(alone: 0.6, grouped: 0.88, labelled: 0.98),
        lengths: [4...4, 12...19]
    ) { chain, first in
        var length = 1
        let isSolid = (12...19).contains(chain.groups[first].count)
        if !isSolid {
            guard let shape = cardShapes.first(where: { chain.matches($0, at: first) }) else { return nil }
            length = shape.count
        }
        let groups = first..<(first + length)
        let digits = chain.digits(groups)
        guard chain.isFree(behind: groups.upperBound - 1), !chain.isCounted(groups.upperBound - 1),
            let network = PaymentCard.network(digits)
        else { return nil }
        let isChecked = PaymentCard.hasCheckDigit(digits)
        return Recognition(
            groups: groups,
            range: chain.range(groups),
            proof: isChecked ? .checked : .broken,
            isGrouped: !isSolid,
            scores: network == .known ? nil : .init(alone: 0.3, grouped: 0.5, labelled: 0.9)
        )
    }

    /// Begins with two letters in front of its first two digits.
    private static let iban = IdentifierRule(
        "iban",
        .iban,
        labels: LabelKinds(.iban),
        scores: .init(alone: 0.92, grouped: 0.95, labelled: 0.98, isDistinct: true),
        takesLetters: true,
        lengths: [2...31]
    ) { chain, first in
        let (bytes, digits) = (chain.bytes, chain.groups[first].start)
        guard digits >= 2, chain.groups[first].count >= 2, ByteSet.letters.contains(bytes[digits - 1]),
            ByteSet.letters.contains(bytes[digits - 2]),
            digits == 2 || !ByteSet.alphanumerics.contains(bytes[digits - 3]),
            let length = InternationalBankAccount.length(first: bytes[digits - 2], second: bytes[digits - 1])
        else { return nil }
        var characters: [UInt8] = []
        var (place, end) = (digits - 2, digits)
        while place < bytes.count, characters.count < length {
            if ByteSet.alphanumerics.contains(bytes[place]) {
                characters.append(bytes[place])
                end = place + 1
            } else if bytes[place] != UInt8(ascii: " ") && bytes[place] != UInt8(ascii: "-")
                || !ByteSet.alphanumerics.contains(bytes[place - 1])
            {
                break
            }
            place += 1
        }
        guard characters.count == length, InternationalBankAccount.isValid(characters) else { return nil }
        if end < bytes.count, ByteSet.alphanumerics.contains(bytes[end]) { return nil }
        let last = chain.groups[first...].lastIndex { $0.start < end } ?? first
        return Recognition(groups: first..<(last + 1), range: (digits - 2)..<end, proof: .checked)
    }

    private static let socialSecurity = IdentifierRule(
        "us-ssn",
        .socialSecurityNumber,
        labels: LabelKinds(.socialSecurity, .taxpayer),
        scores: .init(alone: 0, grouped: 0.6, labelled: 0.95),
        lengths: [3...3, 9...9]
    ) { chain, first in
        let shapes = [[9], [3, 2, 4]]
        guard let shape = shapes.first(where: { chain.matches($0, at: first) }) else { return nil }
        let groups = first..<(first + shape.count)
        let digits = chain.digits(groups)
        guard chain.isFree(behind: groups.upperBound - 1) else { return nil }
        let isTaxpayer = SocialSecurityNumber.isTaxpayerNumber(digits)
        guard isTaxpayer || SocialSecurityNumber.isValid(digits) else { return nil }
        return Recognition(
            groups: groups,
            range: chain.range(groups),
            proof: .formed,
            isGrouped: shape.count == 3 && chain.joints[first] == .hyphen,
            variant: isTaxpayer ? "taxpayer" : nil,
            scores: chain.isAmongJapanese(first) ? .init(alone: 0, grouped: 0.35, labelled: 0.93) : nil,
            type: isTaxpayer ? .taxpayerNumber : nil
        )
    }

    private static let nationalInsurance = IdentifierRule(
        "uk-nino",
        .nationalInsuranceNumber,
        labels: LabelKinds(.nationalInsurance),
        scores: .init(alone: 0.55, grouped: 0.8, labelled: 0.96),
        takesLetters: true,
        lengths: [2...2, 6...6]
    ) { chain, first in
        let shapes = [[6], [2, 2, 2]]
        guard let shape = shapes.first(where: { chain.matches($0, at: first) }) else { return nil }
        let groups = first..<(first + shape.count)
        guard let start = chain.letters(2, before: first), let end = chain.letters(1, behind: groups.upperBound - 1)
        else {
            return nil
        }
        let bytes = chain.bytes
        let isValid = NationalInsuranceNumber.isValid(
            first: bytes[start] & 0xDF,
            second: bytes[start + 1] & 0xDF,
            suffix: bytes[end - 1] & 0xDF
        )
        guard isValid else { return nil }
        return Recognition(
            groups: groups,
            range: start..<end,
            proof: .formed,
            isGrouped: shape.count == 3,
            scores: chain.isAmongJapanese(first) ? .init(alone: 0.3, grouped: 0.45, labelled: 0.93) : nil
        )
    }
}
