/// Finds people's names and Japanese addresses.
///
/// Both read the text as characters, once: names inside an address are no names.
public struct NameAndAddressDetector: Detector {
    private let resources: NameResources

    /// The labels before names and addresses; names without a label are found by reading.
    public let patterns = [
        NameLabels.strict, NameLabels.loose, NameLabels.latin,
        Pattern("(住所|所在地|届け先|届先|本籍|勤務地|送付先|居所)", reportsStart: false),
    ]

    /// A detector.
    /// - Parameter resources: the lists, and the dictionary where it is installed.
    public init(resources: NameResources = .shared) { self.resources = resources }

    /// Decides about names and addresses.
    public func findings(in text: NormalizedText, matches: [PatternMatch], context: ScanContext) -> [Finding] {
        let scalars = ScalarText(text.bytes)
        var addresses = AddressFinder(scalars, resources: resources)
        addresses.readText()
        for match in matches where match.pattern == 3 {
            addresses.readLabel(endingAt: scalars.index(ofByte: match.end))
        }
        let blocked = addresses.spans.map(\.range).sorted { $0.lowerBound < $1.lowerBound }
        var names = NameFinder(scalars, resources: resources, blocked: blocked)
        var isField = false
        if let field = context.fieldName { isField = names.readField(Array(field.utf8)) }
        if !isField {
            names.readText()
            for match in matches where match.pattern < 3 {
                let label = scalars.index(ofByte: match.start)..<scalars.index(ofByte: match.end)
                names.readLabel(label, [.strict, .loose, .latin][match.pattern])
            }
            names.readWithDictionary(text.bytes)
            names.readAgain()
        }
        let found = Self.apart(names.spans, from: blocked)
        return addresses.spans.map { Self.finding($0, .addressJP, scalars) }
            + found.map { Self.finding($0, .personName, scalars) }
    }

    private static func finding(_ span: NameSpan, _ type: FindingType, _ text: ScalarText) -> Finding {
        Finding(type: type, range: text.bytes(of: span.range), score: span.score, rule: span.rule)
    }

    /// Of names that overlap, the surer, then the longer; none inside an address.
    private static func apart(_ spans: [NameSpan], from blocked: [Range<Int>]) -> [NameSpan] {
        let ordered = spans.sorted { ($0.range.lowerBound, -$0.range.count) < ($1.range.lowerBound, -$1.range.count) }
        var kept: [NameSpan] = []
        for span in ordered where !blocked.contains(where: { $0.overlaps(span.range) }) {
            guard let last = kept.last, last.range.overlaps(span.range) else {
                kept.append(span)
                continue
            }
            if (span.score, span.range.count) > (last.score, last.range.count) { kept[kept.count - 1] = span }
        }
        return kept
    }
}
