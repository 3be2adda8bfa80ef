import Synchronization

/// The guardrails of a configuration, ready to look at texts. Every text is normalised once for all of them, and what has to
/// be searched for is searched for in one pass.
public final class GuardSuite: Sendable {
    /// The guardrails in the order of the configuration.
    public let rules: [GuardRule]
    /// The key of the hashes in evidence.
    public let hash: ValueHash
    private let scanner: Scanner?
    private let scorer: InjectionScorer?
    private let normalizer = Normalizer()
    /// Texts in which nothing was found.
    private let memory = KnownTexts()
    /// Scratch memory that nobody uses at the moment.
    private let spare = Mutex<[Spare]>([])

    /// Scratch memory on its way from one user to the next.
    ///
    /// `@unchecked Sendable`: it is in the list or with one user, never both.
    private struct Spare: @unchecked Sendable {
        let scratch: GuardScratch
    }

    /// More is given back to the system.
    private static let mostSpare = 16

    /// Compiles what the guardrails need.
    /// - Throws: ``PatternError`` or ``InjectionError``, where the built-in patterns do not compile.
    public init(_ rules: [GuardRule], hash: ValueHash) throws {
        self.rules = rules
        self.hash = hash
        var needsPersonalData = false
        var needsSecrets = false
        var needsScorer = false
        for rule in rules {
            switch rule.kind {
            case .personalData: needsPersonalData = true
            case .secrets: needsSecrets = true
            case .injection: needsScorer = true
            case .words, .language, .output, .external: break
            }
        }
        let words = rules.compactMap { rule in
            if case .words(let filter) = rule.kind { (name: rule.policy.name, filter: filter) } else { nil }
        }
        let detectors =
            try needsPersonalData ? GuardEngines.personalData() : needsSecrets ? GuardEngines.secrets() : nil
        scanner = words.isEmpty ? detectors : try (detectors ?? Scanner([])).looking(for: words)
        scorer = try needsScorer ? GuardEngines.scorer() : nil
    }

    /// Working memory, to be given back.
    /// - Throws: ``PatternError``
    public func borrow() throws -> GuardScratch { try spare.withLock { $0.popLast() }?.scratch ?? makeScratch() }

    /// Takes working memory back, which nobody else may use from now on.
    public func giveBack(_ scratch: GuardScratch) {
        let spared = Spare(scratch: scratch)
        spare.withLock { if $0.count < Self.mostSpare { $0.append(spared) } }
    }

    private func makeScratch() throws -> GuardScratch {
        GuardScratch(scanner: try scanner?.makeScratch(), scorer: try scorer?.makeScratch())
    }

    /// What looks at one text of a streamed answer as it comes.
    /// - Parameter policies: of guardrails that need no whole answer, in the order of the configuration.
    public func makeStreamGuard(_ policies: [GuardPolicy]) -> StreamGuard? {
        scanner.map { StreamGuard(scanner: $0, policies: policies, mode: .balanced, hash: hash) }
    }

    /// The guardrails of a selection that look at one side of the model by themselves, by their places.
    public func indices(of selection: GuardSelection, at stage: GuardStage) -> [Int] {
        rules.indices.filter { index in
            guard selection.contains(index: index), rules[index].policy.stages.contains(stage) else { return false }
            if case .external = rules[index].kind { return false }
            return true
        }
    }

    /// Looks at texts of one side of a call and carries out what is decided about them.
    /// - Parameters:
    ///   - texts: in the order of the conversation.
    ///   - stage: the side.
    ///   - selection: the guardrails that hold.
    ///   - question: what answers are compared with.
    ///   - placeholders: those of the conversation.
    /// - Throws: ``GuardFailure`` where a guardrail could not look that lets nothing pass then.
    public func inspect(
        _ texts: [GuardText],
        at stage: GuardStage,
        by selection: GuardSelection,
        of question: OutputQuestion = OutputQuestion(),
        placeholders: inout Placeholders
    ) throws(GuardFailure) -> GuardInspection {
        try inspect(texts, at: stage, by: indices(of: selection, at: stage), question, &placeholders)
    }

    /// Looks at an answer that has been streamed, with those guardrails alone that need it whole.
    /// - Parameters:
    ///   - text: all text of one choice.
    ///   - selection: the guardrails that hold.
    ///   - question: what the answer is compared with.
    ///   - placeholders: those of the conversation.
    /// - Throws: ``GuardFailure`` where a guardrail could not look that lets nothing pass then.
    public func inspect(
        wholeAnswer text: [UInt8],
        by selection: GuardSelection,
        of question: OutputQuestion,
        placeholders: inout Placeholders
    ) throws(GuardFailure) -> GuardInspection {
        let indices = indices(of: selection, at: .output).filter { rules[$0].needsWholeAnswer }
        let texts = [GuardText(text, ScanContext(origin: .assistant))]
        return try inspect(texts, at: .output, by: indices, question, &placeholders)
    }

    private func inspect(
        _ texts: [GuardText],
        at stage: GuardStage,
        by indices: [Int],
        _ question: OutputQuestion,
        _ placeholders: inout Placeholders
    ) throws(GuardFailure) -> GuardInspection {
        var inspection = GuardInspection()
        guard !indices.isEmpty, !texts.isEmpty else { return inspection }
        if stage == .input { for text in texts { placeholders.reserve(in: text.bytes) } }
        let found = try findings(in: texts, by: indices, question, &inspection)
        decide(found, in: texts.map(\.bytes), indices.map { rules[$0].policy }, at: stage, &placeholders, &inspection)
        return inspection
    }

    /// Carries out what one guardrail decides about what another service has found.
    /// - Parameters:
    ///   - findings: for each text.
    ///   - replacements: what the service would put in the place of texts; counts where it has found nothing in one.
    ///   - texts: those that it looked at.
    ///   - stage: the side.
    ///   - index: the guardrail's place.
    ///   - isMonitored: whether it only notes what it would do, whatever its policy says.
    ///   - placeholders: those of the conversation.
    public func inspection(
        of findings: [[Finding]],
        replacements: [[UInt8]?],
        in texts: [[UInt8]],
        at stage: GuardStage,
        by index: Int,
        isMonitored: Bool = false,
        placeholders: inout Placeholders
    ) -> GuardInspection {
        var inspection = GuardInspection()
        var policy = rules[index].policy
        if isMonitored { policy.mode = .monitor }
        decide(findings, in: texts, [policy], at: stage, &placeholders, &inspection)
        guard policy.mode == .enforce else { return inspection }
        for (place, replacement) in replacements.enumerated() where place < texts.count && findings[place].isEmpty {
            if let replacement, replacement != texts[place] { inspection.edits[place] = replacement }
        }
        return inspection
    }

    private func decide(
        _ found: [[Finding]],
        in texts: [[UInt8]],
        _ policies: [GuardPolicy],
        at stage: GuardStage,
        _ placeholders: inout Placeholders,
        _ inspection: inout GuardInspection
    ) {
        for (index, findings) in found.enumerated() where !findings.isEmpty {
            let decisions = GuardDecision.decide(findings, policies, at: stage)
            guard !decisions.isEmpty else { continue }
            let guarded = GuardedText(decisions, in: texts[index], at: stage, placeholders: &placeholders, hash: hash)
            inspection.take(guarded, of: texts[index], at: index)
        }
    }

    /// What guardrails find in texts, whatever they would do about it.
    /// - Parameter indices: their places.
    /// - Returns: for each text its findings.
    private func findings(
        in texts: [GuardText],
        by indices: [Int],
        _ question: OutputQuestion,
        _ inspection: inout GuardInspection
    ) throws(GuardFailure) -> [[Finding]] {
        var look = GuardLook(texts, memory: indices.allSatisfy { rules[$0].remembers } ? memory : nil)
        var hasScanned = false
        let scratch: GuardScratch
        do { scratch = try borrow() } catch {
            throw GuardFailure(guardrail: rules[indices[0]].policy.name, reason: "\(error)")
        }
        defer { giveBack(scratch) }
        let size = texts.reduce(0) { $0 + $1.bytes.count }
        for index in indices {
            let rule = rules[index]
            var clock = ScanClock(rule.timeout)
            do {
                switch rule.kind {
                case .personalData, .secrets, .words:
                    guard !hasScanned, let scanner else { continue }
                    hasScanned = true
                    for place in texts.indices where !look.known[place].isClean {
                        let found = try scanner.scan(
                            look.read[place],
                            context: texts[place].context,
                            using: scratch.scanner
                        )
                        if found.isEmpty { look.known[place].isClean = true } else { look.found[place] += found }
                        try clock.pass(texts[place].bytes.count)
                    }
                case .injection:
                    guard let scorer, let memory = scratch.scorer else { continue }
                    try note(scorer, memory, &look, of: rule.policy)
                    try clock.pass(size)
                case .language(let check):
                    for place in texts.indices
                    where texts[place].part == .text && texts[place].context.origin != .system {
                        look.found[place] += check.findings(in: look.read[place], of: question)
                            .map { $0.named(by: rule.policy) }
                        try clock.pass(texts[place].bytes.count)
                    }
                case .output(let check, let canaries):
                    var question = question
                    question.canaries += canaries
                    let complaints = try note(check, &look, question, of: rule.policy)
                    try clock.pass(size)
                    if !complaints.isEmpty {
                        inspection.reasons[rule.policy.name] = complaints.prefix(8).joined(separator: " ")
                    }
                case .external: break
                }
            } catch {
                // Of two that scan together both would have failed.
                let failure = GuardFailure(guardrail: rule.policy.name, reason: "\(error)")
                guard rule.failsOpen || rule.policy.mode == .monitor else { throw failure }
                hasScanned = false
                inspection.failures.append(failure)
            }
        }
        look.remember()
        inspection.knownTexts = look.knownBefore
        return look.found
    }

    /// Scores a conversation. What the application itself wrote is no attack on it.
    private func note(
        _ scorer: InjectionScorer,
        _ memory: InjectionScratch,
        _ look: inout GuardLook,
        of policy: GuardPolicy
    ) throws {
        let texts = look.texts
        let places = texts.indices.filter { texts[$0].context.origin != .system && texts[$0].part != .other }
        guard !places.isEmpty else { return }
        var messages = InjectionMessages(
            texts: look.read,
            places: places,
            origins: places.map { texts[$0].context.origin },
            known: places.map { look.known[$0].injection }
        )
        let verdict = try scorer.score(&messages, using: memory)
        look.read = messages.texts
        for (place, known) in zip(places, messages.known) { look.known[place].injection = known }
        guard verdict.score > 0, let reason = verdict.reasons.first, places.indices.contains(reason.message) else {
            return
        }
        let place = places[reason.message]
        // Two guardrails with thresholds of their own look at one score.
        guard !look.found[place].contains(where: { $0.type == .injection }) else { return }
        look.found[place].append(
            Finding(
                type: .injection,
                range: reason.range ?? 0..<texts[place].bytes.count,
                score: verdict.score,
                rule: reason.rule
            )
        )
    }

    /// Checks the answers as wholes: the texts of each choice, joined.
    /// - Returns: what is wrong, in words.
    private func note(
        _ check: OutputCheck,
        _ look: inout GuardLook,
        _ question: OutputQuestion,
        of policy: GuardPolicy
    ) throws -> [String] {
        let texts = look.texts
        var choices: [Int: [Int]] = [:]
        for (place, text) in texts.enumerated() where text.part == .text {
            choices[text.choice, default: []].append(place)
        }
        var complaints: [String] = []
        for (_, places) in choices.sorted(by: { $0.key < $1.key }) {
            let whole =
                places.count == 1
                ? look.read[places[0]] : normalizer.normalize(Array(places.map { texts[$0].bytes }.joined()))
            let report = try check.report(on: whole, of: question)
            complaints += report.complaints
            for finding in report.findings {
                // Each finding belongs to the text that it begins in.
                var start = 0
                for place in places {
                    let end = start + texts[place].bytes.count
                    if finding.range.lowerBound < end || place == places.last {
                        var own = finding.named(by: policy)
                        let range = finding.range.clamped(to: start..<end)
                        own.range = range.lowerBound - start..<range.upperBound - start
                        look.found[place].append(own)
                        break
                    }
                    start = end
                }
            }
        }
        return complaints
    }
}

extension Finding {
    /// The same finding as one of a guardrail's own.
    fileprivate func named(by policy: GuardPolicy) -> Finding {
        var finding = self
        finding.rule = "\(policy.name):\(rule)"
        return finding
    }
}

extension FindingType {
    /// An attempt to take a model away from its instructions.
    public static let injection = FindingType(rawValue: "INJECTION")
}
