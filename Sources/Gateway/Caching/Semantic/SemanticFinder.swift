import Caching
import Governance
import JSONText

/// One question on its way to stored ones: everything that is needed to find, to store and to write down, and nothing that
/// belongs to an event loop.
struct SemanticFinder: Sendable {
    let question: SemanticQuestion
    let policy: SemanticPolicy
    /// What its own answer is stored under.
    let digest: CacheDigest
    let tenant: CacheTenant
    let model: String
    let team: String?
    /// Whether its answer outlives the process, and it with it.
    let persists: Bool
    /// The oldest answer that will do.
    let maximumAge: Duration?
    /// How its words may be shown; `nil` where they may not.
    let bodies: BodyPolicy?
    let account: EmbeddingAccount
    let engine: SemanticEngine
    let cache: AnswerCache

    private var semantic: SemanticCache { cache.semantic }

    /// The question's vector; `nil` where there is none in time.
    /// - Parameter text: the question, taken apart.
    func vector(of text: AnalyzedText) async -> UnitVector? {
        if let builtin = engine.builtin { return builtin.vector(of: text) }
        return await engine.embedder.vector(of: question.text, for: account)
    }

    /// Finds a stored question that says the same, or the one most like it.
    /// - Returns: `nil` where there is none like it.
    func find(_ text: AnalyzedText, _ vector: UnitVector) -> SemanticSearch.Finding? {
        guard let memory = engine.memory, memory.space == vector.space else { return nil }
        let search = SemanticSearch(policy)
        do throws(VectorIndexError) {
            let candidates = try memory.candidates(
                for: vector,
                in: question.partition,
                limit: SemanticSearch.mostCandidates,
                floor: search.floor
            )
            guard !candidates.isEmpty else { return nil }
            let now = AnswerCache.now()
            let marks = semantic.wrongPairs.count > 0
            return search.find(text, in: candidates, semantic.analyses) { entry, stored in
                guard isThere(entry, at: now, in: memory) else { return false }
                guard marks, semantic.wrongPairs.contains(TextPairDigest(question.partition, stored, text)) else {
                    return true
                }
                semantic.count { $0.wrongPairs += 1 }
                return false
            }
        } catch {
            semantic.count { $0.errors += 1 }
            return nil
        }
    }

    /// Whether a stored question's answer can be given. What has gone is forgotten here, too.
    private func isThere(_ entry: SemanticEntry, at now: CacheInstant, in memory: SemanticMemory) -> Bool {
        guard let stored = cache.exact.peek(entry.digest), !stored.isExpired(at: now) else {
            memory.remove(entry.digest)
            semantic.count { $0.vanished += 1 }
            return false
        }
        return maximumAge.map { stored.age(at: now) <= $0 } ?? true
    }

    /// Stores the question, whose answer is stored already.
    func insert(_ vector: UnitVector) {
        let entry = SemanticEntry(
            digest: digest,
            partition: question.partition,
            tenant: tenant,
            text: question.text,
            mayBeShown: bodies != nil
        )
        do throws(VectorIndexError) {
            try engine.memory(of: vector.space).insert(entry, vector)
            semantic.count { $0.insertions += 1 }
            if persists {
                cache.archive?.keep(StoredMeaning(entry: entry, vector: vector, team: team, model: model))
            }
        } catch {
            semantic.count { $0.errors += 1 }
        }
    }

    /// Names the two questions of a finding.
    func pair(_ finding: SemanticSearch.Finding, _ text: AnalyzedText) -> TextPairDigest {
        TextPairDigest(question.partition, semantic.analyses.analysis(of: finding.candidate.entry), text)
    }

    /// What a finding was good for, as it can be marked wrong afterwards.
    func hit(_ finding: SemanticSearch.Finding, _ text: AnalyzedText, isServed: Bool) -> ServedHit? {
        guard let level = finding.judgement.level else { return nil }
        return ServedHit(
            entry: finding.candidate.entry.digest,
            pair: pair(finding, text),
            score: finding.judgement.score,
            level: level,
            model: model,
            team: team,
            isServed: isServed
        )
    }

    /// Writes down what was found.
    /// - Parameter agreement: how far the stored answer agrees with the provider's.
    func note(_ finding: SemanticSearch.Finding?, agreement: AnswerAgreement? = nil) {
        guard let finding else { return semantic.shadow.noteAlone(model: model) }
        let entry = finding.candidate.entry
        let mayBeShown = bodies != nil && entry.mayBeShown
        semantic.shadow.note(
            ShadowFinding(
                time: AnswerCache.now(),
                requestID: account.requestID,
                model: model,
                team: team,
                mode: policy.mode,
                score: finding.judgement.score,
                verdict: finding.verdict,
                isHit: finding.isHit,
                reason: mayBeShown ? shown(finding.judgement.reason) : nil,
                partition: question.partition,
                entry: entry.digest,
                texts: mayBeShown ? .init(asked: shown(question.text), stored: shown(entry.text)) : nil,
                agreement: agreement
            )
        )
    }

    /// The most bytes of a text that are shown.
    private static let mostShown = 400

    /// The beginning of a text, without what must not be kept.
    private func shown(_ text: String) -> String {
        let beginning = String(decoding: text.utf8.prefix(Self.mostShown + BodyText.margin), as: UTF8.self)
        let isCut = beginning.utf8.count < text.utf8.count
        // What masks looks at text in JSON.
        let masked = PatternMasking(bodies?.masks ?? Set(BodyMask.allCases)).masked(JSONValue.string(beginning).bytes)
        guard let whole = (try? JSONValue(parsing: masked))?.string else { return "…" }
        // What is near a cut may be the beginning of something that nobody can know for what it is.
        let known = isCut ? max(0, whole.utf8.count - BodyText.margin) : whole.utf8.count
        let limit = min(Self.mostShown, known)
        guard limit < whole.utf8.count else { return whole }
        var count = 0
        let start = whole.unicodeScalars.prefix { scalar in
            count += UTF8.width(scalar)
            return count <= limit
        }
        return String(String.UnicodeScalarView(start)) + "…"
    }
}
