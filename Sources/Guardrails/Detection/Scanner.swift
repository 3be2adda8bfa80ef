/// Runs detectors over texts: every pattern of theirs in one pass.
///
/// Work is bounded by the length of a text: it may have ``matches(in:)`` matches and no more, or the scan fails. No text that
/// people write comes near; what a guardrail does with a failure is its policy.
public struct Scanner: Sendable {
    private let detectors: [any Detector]
    private let database: PatternDatabase?
    /// For each pattern of the database, whose it is and what its number is there.
    private let owners: [Owner]
    private let normalizer = Normalizer()
    private var lists: [Words] = []

    /// Words of a guardrail's own.
    private struct Words {
        var name: String
        var filter: WordFilter
    }

    private struct Owner {
        var detector: Int
        var pattern: Int
    }

    /// A scanner.
    /// - Throws: ``PatternError`` where a detector's pattern does not compile.
    public init(_ detectors: [any Detector]) throws {
        self.detectors = detectors
        let patterns = detectors.map(\.patterns)
        owners = patterns.enumerated().flatMap { detector, own in
            own.indices.map { Owner(detector: detector, pattern: $0) }
        }
        database = owners.isEmpty ? nil : try PatternDatabase(patterns.flatMap(\.self))
    }

    /// The same scanner, which looks for words as well.
    /// - Parameter filters: what looks for them, by the names of the guardrails; a finding's rule begins with that name and a colon.
    func looking(for filters: [(name: String, filter: WordFilter)]) -> Scanner {
        var scanner = self
        scanner.lists += filters.map { Words(name: $0.name, filter: $0.filter) }
        return scanner
    }

    /// Whether all of its detectors are those that come with the gateway, of which ``StreamTail`` knows what they read.
    var isBuiltIn: Bool {
        lists.isEmpty
            && detectors.allSatisfy {
                $0 is IdentifierDetector || $0 is SecretDetector || $0 is NameAndAddressDetector
            }
    }

    /// How many matches a text may have.
    /// - Parameter length: the length of the normalised text in bytes.
    static func matches(in length: Int) -> Int { 4096 + 4 * length }

    /// The working memory of scans, for one thread at a time; `nil` where none is needed.
    /// - Throws: ``PatternError``
    public func makeScratch() throws -> PatternScratch? {
        if lists.isEmpty { return try database?.makeScratch() }
        let scratch = try database?.makeScratch() ?? PatternScratch(nil)
        scratch.words = try lists.map { try $0.filter.makeScratch() }
        return scratch
    }

    /// Scans a text, and what is hidden in it.
    /// - Parameters:
    ///   - text: UTF-8.
    ///   - context: what is known about it.
    ///   - scratch: made by ``makeScratch()``.
    /// - Returns: findings in the order of their beginnings, with ranges in bytes of the text; of those that overlap, all
    ///   (see ``Swift/Array/resolved()``).
    /// - Throws: ``PatternError``
    public func scan(_ text: [UInt8], context: ScanContext, using scratch: PatternScratch?) throws -> [Finding] {
        try scan(normalizer.normalize(text), context: context, using: scratch)
    }

    /// Scans a text that is normalised already, and what is hidden in it.
    /// - Throws: ``PatternError``
    public func scan(
        _ text: NormalizedText,
        context: ScanContext,
        using scratch: PatternScratch?
    ) throws -> [Finding] {
        var found = try detected(in: text, context: context, using: scratch)
        if let scratch {
            for (list, memory) in zip(lists, scratch.words) {
                for var finding in try list.filter.findings(in: text, using: memory) {
                    finding.rule = "\(list.name):\(finding.rule)"
                    found.append(finding)
                }
            }
        }
        if found.count > 1 { found.sort(by: Finding.comesBefore) }
        return found
    }

    /// What detectors find in a text, and in what is hidden in it.
    private func detected(
        in text: NormalizedText,
        context: ScanContext,
        using scratch: PatternScratch?
    ) throws -> [Finding] {
        var found = try findings(in: text, context: context, using: scratch)
        if !text.hidden.isEmpty {
            let open = found
            for hidden in text.hidden {
                for var finding in try detected(in: hidden.text, context: context, using: scratch)
                where !Self.stands(finding, of: hidden, openlyIn: text, open) {
                    finding.range = hidden.range
                    finding.encoding = hidden.encoding
                    found.append(finding)
                }
            }
        }
        return found
    }

    /// Whether a value that was found in something decoded stands there undecoded as well, as a mail beside an escaped name
    /// does: then it has been found at its own place.
    private static func stands(
        _ finding: Finding,
        of hidden: HiddenText,
        openlyIn text: NormalizedText,
        _ open: [Finding]
    ) -> Bool {
        let value = hidden.text.original[finding.range]
        return open.contains {
            $0.type == finding.type && $0.range.lowerBound >= hidden.range.lowerBound
                && $0.range.upperBound <= hidden.range.upperBound && $0.range.count == value.count
                && text.original[$0.range].elementsEqual(value)
        }
    }

    /// How many candidates the patterns of all detectors propose: the first stage of a scan alone, to be measured.
    /// - Throws: ``PatternError``
    public func countCandidates(in text: NormalizedText, using scratch: PatternScratch?) throws -> Int {
        guard let database, let scratch else { return 0 }
        var matches = scratch.takeMatches()
        defer { scratch.giveBack(&matches) }
        try database.scan(text.bytes, using: scratch, limit: Self.matches(in: text.bytes.count), into: &matches)
        return matches.count
    }

    private func findings(
        in text: NormalizedText,
        context: ScanContext,
        using scratch: PatternScratch?
    ) throws -> [Finding] {
        guard !text.bytes.isEmpty else { return [] }
        var matches: [PatternMatch] = []
        if let database, let scratch {
            matches = scratch.takeMatches()
            try database.scan(text.bytes, using: scratch, limit: Self.matches(in: text.bytes.count), into: &matches)
        }
        defer { scratch?.giveBack(&matches) }
        var found: [Finding] = []
        if detectors.count == 1 {
            found = detectors[0].findings(in: text, matches: matches, context: context)
        } else {
            var shares = [[PatternMatch]](repeating: [], count: detectors.count)
            for match in matches {
                let owner = owners[match.pattern]
                shares[owner.detector].append(PatternMatch(pattern: owner.pattern, start: match.start, end: match.end))
            }
            for (detector, share) in zip(detectors, shares) {
                found += detector.findings(in: text, matches: share, context: context)
            }
        }
        for index in found.indices { found[index].range = text.map.original(found[index].range) }
        return found
    }
}
