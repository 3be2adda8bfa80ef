import Caching
import Governance
import HTTPWire
import ModelAPI
import Settings

/// The stage that looks for an answer to a question that says the same, where the same question has none.
///
/// Nothing that goes wrong in it fails a request: it misses then.
struct SemanticStage {
    let cache: AnswerCache
    let account: CallAccount
    let services: Services
    let snapshot: Snapshot

    private var semantic: SemanticCache { cache.semantic }

    /// An answer that may be given.
    struct Hit {
        let stored: CachedAnswer
        let score: Double
        let level: SemanticLevel
    }

    /// Prepares what a call needs, where its question is one that is compared by meaning.
    /// - Parameters:
    ///   - policy: how it is compared.
    ///   - context: whose it is, and for which model.
    ///   - question: what the exact cache has made of it.
    func pass(
        _ policy: SemanticPolicy,
        _ request: ChatRequest,
        in context: CacheContext,
        _ question: CacheQuestion,
        digest: CacheDigest
    ) -> SemanticPass? {
        guard let engine = semantic.engine else { return nil }
        let taken: SemanticQuestion
        do throws(SemanticQuestion.Skip) {
            taken = try SemanticQuestion(of: request, from: account.route.dialect, in: context, policy)
        } catch {
            semantic.count { $0.skips[error, default: 0] += 1 }
            return nil
        }
        return SemanticPass(
            SemanticFinder(
                question: taken,
                policy: policy,
                digest: digest,
                tenant: context.tenant,
                model: context.model,
                team: account.caller.team,
                persists: question.decision.persists,
                maximumAge: question.decision.maximumAge,
                bodies: account.bodyPolicy,
                account: EmbeddingAccount(account.caller, requestID: account.exchange.id),
                engine: engine,
                cache: cache
            )
        )
    }

    /// Looks.
    /// - Returns: `nil` where a provider must be asked.
    func look(_ pass: SemanticPass) async -> Hit? {
        semantic.count { $0.lookups += 1 }
        let finder = pass.finder
        guard finder.policy.mode == .serve else {
            pass.wait(for: finder.lookBeside())
            return nil
        }
        var findings = await find(finder)
        guard findings.vector != nil else {
            semantic.count { $0.unembedded += 1 }
            pass.know(findings)
            return nil
        }
        if let finding = findings.finding, finding.isHit {
            if let hit = await hit(finding, finder) {
                semantic.count { $0.hits += 1 }
                finder.note(finding)
                if let hit = finder.hit(finding, findings.text, isServed: true) {
                    semantic.served.remember(hit, of: account.exchange.id)
                }
                return hit
            }
            findings.finding = nil
        } else {
            finder.note(findings.finding)
        }
        pass.know(findings)
        return nil
    }

    /// Up to so many bytes a question is taken apart on the event loop: in some tens of microseconds.
    private static let mostBytesHere = 4096
    /// Up to so many stored questions are gone through on the event loop: in some tenths of a millisecond at most.
    private static let mostEntriesHere = 2000

    private func find(_ finder: SemanticFinder) async -> SemanticPass.Findings {
        let isShort = finder.question.text.utf8.count <= Self.mostBytesHere
        let isSmall = (finder.engine.memory?.count ?? 0) <= Self.mostEntriesHere
        if isShort, isSmall, semantic.isPrepared { return await Self.find(finder) }
        return await Task(executorPreference: globalConcurrentExecutor) {
            finder.cache.semantic.prepare()
            return await Self.find(finder)
        }.value
    }

    private static func find(_ finder: SemanticFinder) async -> SemanticPass.Findings {
        let text = AnalyzedText(finder.question.text)
        var findings = SemanticPass.Findings(text: text, vector: await finder.vector(of: text))
        if let vector = findings.vector { findings.finding = finder.find(text, vector) }
        return findings
    }

    /// The answer to what was found, if it is still there and a model, where one is asked, agrees.
    private func hit(_ finding: SemanticSearch.Finding, _ finder: SemanticFinder) async -> Hit? {
        guard let level = finding.judgement.level else { return nil }
        let entry = finding.candidate.entry
        let now = AnswerCache.now()
        guard let stored = cache.exact.lookUp(entry.digest, at: now, maximumAge: finder.maximumAge).answer else {
            return nil
        }
        if let least = finder.policy.secondCheck, level >= least, let settings = finder.engine.settings.secondCheck {
            let check = SecondCheck(settings: settings, services: services, snapshot: snapshot, asking: account)
            switch await check.isSame(entry.text, finder.question.text) {
            case true?: break
            case false?:
                semantic.count { $0.refusedByModel += 1 }
                return nil
            case nil:
                semantic.count { $0.unchecked += 1 }
                return nil
            }
        }
        finder.engine.memory?.touch(entry)
        return Hit(stored: stored, score: finding.judgement.score, level: level)
    }
}
