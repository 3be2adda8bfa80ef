extension Finding {
    /// The order of texts: by beginnings, then ends, then names, so that the same text always gives the same list.
    static func comesBefore(_ left: Finding, _ right: Finding) -> Bool {
        if left.range.lowerBound != right.range.lowerBound { return left.range.lowerBound < right.range.lowerBound }
        if left.range.upperBound != right.range.upperBound { return left.range.upperBound < right.range.upperBound }
        if left.type != right.type { return left.type.rawValue < right.type.rawValue }
        return left.rule < right.rule
    }

    /// Whether a finding stands where both cannot: the surer one, of two as sure the one that stands openly, then the longer
    /// one, then the one that policies care more about.
    fileprivate static func prevails(_ left: Finding, _ right: Finding) -> Bool {
        if left.score != right.score { return left.score > right.score }
        if (left.encoding == nil) != (right.encoding == nil) { return left.encoding == nil }
        if left.range.count != right.range.count { return left.range.count > right.range.count }
        let precedences = (left.type.precedence, right.type.precedence)
        if precedences.0 != precedences.1 { return precedences.0 < precedences.1 }
        return comesBefore(left, right)
    }
}

extension [Finding] {
    /// Findings none of which overlaps another: of those that do, the one with the higher score stands, then one that
    /// stands openly, then the longer one, then the one whose type comes first in ``FindingType/precedence``.
    /// - Returns: in the order of their beginnings.
    public func resolved() -> [Finding] {
        let sorted = sorted(by: Finding.comesBefore)
        var kept: [Finding] = []
        var start = 0
        while start < sorted.count {
            // Findings that touch none of the others are decided apart.
            var end = start + 1
            var reach = sorted[start].range.upperBound
            while end < sorted.count, sorted[end].range.lowerBound < reach {
                reach = Swift.max(reach, sorted[end].range.upperBound)
                end += 1
            }
            kept += end == start + 1 ? [sorted[start]] : Self.decide(sorted[start..<end])
            start = end
        }
        return kept
    }

    private static func decide(_ cluster: ArraySlice<Finding>) -> [Finding] {
        var kept: [Finding] = []
        for finding in cluster.sorted(by: Finding.prevails) {
            // Those that are kept stand apart: only the neighbours of the place can overlap.
            var low = 0
            var high = kept.count
            while low < high {
                let middle = (low + high) / 2
                if kept[middle].range.upperBound <= finding.range.lowerBound { low = middle + 1 } else { high = middle }
            }
            if low == kept.count || kept[low].range.lowerBound >= finding.range.upperBound {
                kept.insert(finding, at: low)
            }
        }
        return kept
    }
}

extension FindingType {
    /// Where the type stands when two findings are as sure and as long: 0 first. Types that are not named come last.
    public var precedence: Int { Self.precedences[rawValue] ?? Self.precedences.count }

    private static let precedences: [String: Int] = {
        let names = [
            "SECRET", "MY_NUMBER", "CREDIT_CARD", "URL_CREDENTIALS", "DRIVERS_LICENSE_JP", "RESIDENCE_CARD",
            "PASSPORT_JP",
            "PENSION_NUMBER", "HEALTH_INSURANCE", "BANK_ACCOUNT_JP", "IBAN", "US_SSN", "UK_NINO", "BIRTH_DATE", "EMAIL",
            "PHONE_JP", "PHONE", "PERSON_NAME", "ADDRESS_JP", "POSTAL_CODE_JP", "IP_ADDRESS", "CORPORATE_NUMBER",
        ]
        return Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    }()
}
