import CInjectionModel

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Scores how much a conversation looks like an attempt to take a model away from its instructions: weighted rules in several
/// languages, a linear model of character n-grams, the shape of texts and what was hidden in them, message by message and over
/// the whole conversation. Nothing is called and nothing is downloaded; the time is linear in the texts.
public struct InjectionScorer: Sendable {
    private let rules: [InjectionRule]
    private let owners: [Int]
    private let database: PatternDatabase
    private let phraseOwners: [Int]
    private let phrases: PhraseMatcher
    private let model: NGramModel

    /// The logarithm of the odds that a text of which nothing is known is an attack.
    static let bias = -3.4
    /// The score from which policies block by default.
    public static let blockThreshold = 0.8

    /// A scorer with rules and weights.
    /// - Throws: ``InjectionError`` or ``PatternError``
    init(rules text: [UInt8], weights: [UInt8]) throws {
        let list = try InjectionRuleList(parsing: text)
        rules = list.rules
        owners = list.owners
        database = try PatternDatabase(list.patterns)
        phraseOwners = list.phraseOwners
        phrases = PhraseMatcher(list.phrases)
        model = try NGramModel(parsing: weights)
    }

    /// The scorer with the rules and weights that are part of the binary. Making one takes tens of milliseconds: make one and
    /// keep it.
    /// - Throws: ``InjectionError`` or ``PatternError``
    public init() throws {
        try self.init(
            rules: Array(UnsafeRawBufferPointer(start: kanmon_injection_rules(), count: kanmon_injection_rules_size())),
            weights: Array(
                UnsafeRawBufferPointer(start: kanmon_injection_weights(), count: kanmon_injection_weights_size())
            )
        )
    }

    /// The working memory of scores, for one thread at a time.
    /// - Throws: ``PatternError``
    public func makeScratch() throws -> InjectionScratch {
        InjectionScratch(try database.makeScratch(), phrases.makeScratch())
    }

    /// Scores a conversation.
    /// - Parameters:
    ///   - messages: all of it, the oldest first. A single text is a conversation of one.
    ///   - scratch: made by ``makeScratch()``.
    /// - Throws: ``PatternError``
    public func score(_ messages: [ScoredText], using scratch: InjectionScratch) throws -> InjectionVerdict {
        var conversation = InjectionMessages(
            texts: ReadTexts(messages.map(\.text)),
            places: Array(messages.indices),
            origins: messages.map(\.context.origin),
            known: Array(repeating: nil, count: messages.count)
        )
        return try score(&conversation, using: scratch)
    }

    /// Scores a conversation of which some may be known.
    /// - Throws: ``PatternError``
    func score(_ messages: inout InjectionMessages, using scratch: InjectionScratch) throws -> InjectionVerdict {
        var conversation = InjectionConversation()
        for (message, origin) in messages.origins.enumerated() {
            if let known = messages.known[message] {
                conversation.append(known.evidence(message: message), origin, &messages)
                continue
            }
            let found = try evidence(of: messages[message], origin, message: message, depth: 0, using: scratch)
            messages.known[message] = KnownText.Injection(found)
            conversation.append(found, origin, &messages)
        }
        for joined in conversation.joinedTurns(&messages) {
            let text = Normalizer().normalize(joined.text)
            var evidence = try evidence(of: text, .user, message: joined.last, depth: 1, using: scratch)
            for index in evidence.reasons.indices { evidence.reasons[index].range = nil }
            conversation.add(joined: evidence)
        }
        return conversation.verdict
    }

    /// How deep texts hidden in hidden texts are followed.
    private static let depthLimit = 3

    private func evidence(
        of text: NormalizedText,
        _ origin: TextOrigin,
        message: Int,
        depth: Int,
        using scratch: InjectionScratch
    ) throws -> InjectionEvidence {
        var evidence = InjectionEvidence()
        // The application's own instructions may say what they like.
        guard origin != .system else { return evidence }
        scratch.text.fold(text)
        try addRules(to: &evidence, text: text, origin: origin, message: message, using: scratch)
        guard origin != .assistant else { return evidence }
        addModel(to: &evidence, origin: origin, message: message, using: scratch)
        InjectionShape(scratch.text.bytes).add(to: &evidence, message: message)
        text.signals.add(to: &evidence, message: message)
        if origin != .user, evidence.weight > 0 {
            evidence.add("origin.\(origin.rawValue)", 0.9, message: message)
        }
        guard depth < InjectionScorer.depthLimit else { return evidence }
        for hidden in text.hidden {
            var inner = try self.evidence(of: hidden.text, origin, message: message, depth: depth + 1, using: scratch)
            for index in inner.reasons.indices { inner.reasons[index].range = hidden.range }
            hidden.add(to: &inner, message: message)
            if inner.weight > evidence.weight || inner.isSmuggled {
                inner.weight = max(inner.weight, evidence.weight)
                evidence = inner
            }
        }
        return evidence
    }

    private func addModel(
        to evidence: inout InjectionEvidence,
        origin: TextOrigin,
        message: Int,
        using scratch: InjectionScratch
    ) {
        let value = Double(model.score(scratch.text.scalars, using: &scratch.sums))
        // What is quoted is judged by whom it speaks to: that it reads like a harmless request says little.
        // Of many stretches some look odd by chance: the longer the text, the more its oddest has to say.
        let chance = 0.3 * log2(max(1, Double(scratch.text.scalars.count) / 128))
        let least = origin == .user ? -3.0 : -0.9
        // No long text that means it does without a phrase that rules know; alone the model does not block one.
        let most = scratch.text.scalars.count > 600 && evidence.weight < 0.7 ? 4.4 : 6.5
        let steepness = origin == .user ? 1.8 : 1.5
        let weight = min(max((value - 0.8 - chance) * steepness, least), most)
        evidence.add(InjectionEvidence.modelRule, weight, message: message)
    }

    // MARK: Rules

    /// How far apart, in bytes, matches may stand that count together.
    private static let window = 2400
    /// How many matches of one text are weighed.
    private static let matchLimit = 400

    private struct Hit {
        var rule: Int
        var end: Int
    }

    private func addRules(
        to evidence: inout InjectionEvidence,
        text: NormalizedText,
        origin: TextOrigin,
        message: Int,
        using scratch: InjectionScratch
    ) throws {
        scratch.matches.removeAll(keepingCapacity: true)
        try database.scan(scratch.text.bytes, using: scratch.patterns, into: &scratch.matches)
        scratch.found.removeAll(keepingCapacity: true)
        phrases.scan(scratch.text, using: &scratch.phrases, into: &scratch.found)
        var all = scratch.matches.map { Hit(rule: owners[$0.pattern], end: $0.end) }
        all += scratch.found.map { Hit(rule: phraseOwners[$0.phrase], end: $0.end) }
        all.sort { ($0.end, $0.rule) < ($1.end, $1.rule) }
        let hits = hits(all, count: scratch.text.bytes.count, origin: origin)
        guard !hits.isEmpty else { return }
        evidence.isRefusal = hits.contains { rules[$0.rule].family == .declined }
        let (first, last) = weightiest(hits)
        var seen: Set<Int> = []
        var families: [InjectionRule.Family: Double] = [:]
        for hit in hits[first...last] where seen.insert(hit.rule).inserted {
            let rule = rules[hit.rule]
            guard rule.weight != 0 else { continue }
            families[rule.family, default: 0] += rule.weight
            evidence.reasons.append(
                InjectionVerdict.Reason(
                    rule: rule.name,
                    weight: rule.weight,
                    message: message,
                    range: text.map.original(scratch.text.sentence(endingAt: hit.end))
                )
            )
        }
        let total = InjectionScorer.total(families)
        evidence.weight += total
        let singles = evidence.reasons.reduce(0) { $0 + $1.weight }
        if total - singles > 0.05 {
            evidence.reasons.append(
                InjectionVerdict.Reason(rule: "combination", weight: total - singles, message: message)
            )
        }
    }

    /// The matches that count: of rules for texts of that origin, at the place that the rule wants, one for each place.
    private func hits(_ matches: [Hit], count: Int, origin: TextOrigin) -> [Hit] {
        guard !matches.isEmpty else { return [] }
        var hits: [Hit] = []
        var last = [Int](repeating: -1, count: rules.count)
        for match in matches {
            let index = match.rule
            let rule = rules[index]
            guard rule.origins.contains(origin), last[index] < 0 || match.end - last[index] > 48 else { continue }
            last[index] = match.end
            guard !rule.onlyAtEdge || match.end < 160 || count - match.end < 300 else { continue }
            hits.append(Hit(rule: index, end: match.end))
            if hits.count == InjectionScorer.matchLimit { break }
        }
        return hits
    }

    /// The neighbouring matches that weigh most together.
    private func weightiest(_ hits: [Hit]) -> (first: Int, last: Int) {
        if hits[hits.count - 1].end - hits[0].end <= InjectionScorer.window { return (0, hits.count - 1) }
        var best = (first: 0, last: 0, weight: -Double.infinity)
        var first = 0
        for last in hits.indices {
            while hits[last].end - hits[first].end > InjectionScorer.window { first += 1 }
            // Only a window that cannot grow to the right is worth weighing.
            if last + 1 < hits.count, hits[last + 1].end - hits[first].end <= InjectionScorer.window { continue }
            var seen: Set<Int> = []
            var families: [InjectionRule.Family: Double] = [:]
            for hit in hits[first...last] where seen.insert(hit.rule).inserted {
                families[rules[hit.rule].family, default: 0] += rules[hit.rule].weight
            }
            let weight = InjectionScorer.total(families)
            if weight > best.weight { best = (first, last, weight) }
        }
        return (best.first, best.last)
    }

    /// What families weigh together. Some say more in company than alone: a role is harmless, a role without limits that never
    /// declines is not.
    private static func total(_ families: [InjectionRule.Family: Double]) -> Double {
        var total = 0.0
        // In a fixed order: sums of floating-point numbers depend on it.
        for family in InjectionRule.Family.allCases {
            guard let weight = families[family] else { continue }
            total += min(max(weight, -family.limit), family.limit)
        }
        let has = { (family: InjectionRule.Family, least: Double) in (families[family] ?? 0) >= least }
        if has(.persona, 1.2), has(.unrestricted, 1.5) { total += 1.8 }
        if has(.persona, 1.2), has(.compliance, 1.2) { total += 1.0 }
        if has(.unrestricted, 1.8), has(.compliance, 1.2) { total += 0.8 }
        if has(.override, 2), has(.persona, 0.7) { total += 1.0 }
        if has(.persona, 1.2), has(.form, 1) { total += 0.6 }
        if has(.unrestricted, 1.8), has(.form, 1) { total += 0.6 }
        return total
    }
}
