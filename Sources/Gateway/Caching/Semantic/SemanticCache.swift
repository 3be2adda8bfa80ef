import Caching
import Settings
import Synchronization

/// What answering by meaning holds from one configuration to the next: the questions, what was found, and what was marked wrong.
final class SemanticCache: Sendable {
    /// Stored texts, taken apart.
    let analyses = AnalysisMemo()
    /// What must not be given again.
    let wrongPairs = WrongPairs()
    /// What was given last.
    let served = ServedHits()
    /// What was found.
    let shadow = ShadowLog(since: AnswerCache.now())
    /// How much is found out beside requests.
    let desk = SemanticDesk()
    private let prepared = Atomic<Bool>(false)
    private let current = Mutex<SemanticEngine?>(nil)
    private let counts = Mutex(SemanticStatistics())

    /// What makes vectors and remembers them; `nil` until a configuration is in use.
    var engine: SemanticEngine? { current.withLock { $0 } }

    /// Whether the tables of the language are there.
    var isPrepared: Bool { prepared.load(ordering: .relaxed) }

    /// Makes the tables of the language, which takes some milliseconds: not for event loops.
    func prepare() {
        guard !isPrepared else { return }
        BuiltinEmbedder.prepare()
        prepared.store(true, ordering: .relaxed)
    }

    /// What it has done.
    var statistics: SemanticStatistics {
        var statistics = counts.withLock { $0 }
        statistics.evictions += engine?.memory?.evictions ?? 0
        return statistics
    }

    /// Counts.
    func count(_ body: (inout SemanticStatistics) -> Void) { counts.withLock { body(&$0) } }

    /// Takes up settings. What is stored stays where they are the same, and is forgotten where they are not: vectors of another
    /// embedder mean something else.
    /// - Parameter makeEmbedder: makes what asks an embedding model.
    func adopt(
        _ settings: SemanticConfiguration,
        makeEmbedder: (_ settings: SemanticConfiguration, _ model: String) -> any QuestionEmbedder
    ) {
        guard engine?.settings != settings else { return }
        let embedder: any QuestionEmbedder =
            switch settings.embedder {
            case .builtin: BuiltinQuestionEmbedder()
            case .model(let name): makeEmbedder(settings, name)
            }
        let next = SemanticEngine(settings, embedder)
        // What was there before is freed behind the lock.
        _ = current.withLock { current in
            let before = current
            current = next
            return before
        }
    }

    /// Takes up a question of an earlier process, where its vector is of the embedder in use.
    func restore(_ meaning: StoredMeaning) {
        let space = meaning.vector.space
        guard let engine, let identity = try? engine.embedder.identity.space, identity.model == space.model,
            engine.memory.map({ $0.space == space }) ?? true
        else { return }
        do throws(VectorIndexError) {
            try engine.memory(of: space).insert(meaning.entry, meaning.vector)
        } catch {
            count { $0.errors += 1 }
        }
    }

    /// Forgets questions whose answers are gone.
    func remove(_ answers: [CachedAnswer]) {
        guard !answers.isEmpty, let memory = engine?.memory else { return }
        for answer in answers { memory.remove(answer.digest) }
    }
}
