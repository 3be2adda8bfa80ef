import Caching
import Governance
import NIOCore
import Synchronization
import Upstream

/// Embeds questions by asking an embedding model through the gateway's own pipeline.
///
/// Questions that come within a moment, or while a call is under way, share the next call, each group its own: nobody's text
/// stands in a call on somebody else's account. What cannot be had in time is not had: then the cache misses.
final class ProviderEmbedder: QuestionEmbedder {
    /// Which model, and how it is asked.
    struct Settings: Hashable, Sendable {
        /// On whose account calls are.
        enum Payer: Hashable, Sendable {
            /// The key whose question it is.
            case caller
            /// Nobody's: the gateway's own.
            case gateway
        }

        /// The embedding model's public name, or `provider/model`.
        var model: String
        /// How many dimensions its vectors shall have, which is asked of the model; `nil` for as many as it gives.
        var dimensions: Int?
        /// How long a question waits for its vector.
        var timeout = Duration.milliseconds(500)
        /// On whose account calls are.
        var payer = Payer.caller
        /// How long a call waits for further questions.
        var window = Duration.milliseconds(2)
        /// The most texts in a call: what the strictest provider takes at once.
        var mostOfACall = 96
        /// The most questions that wait.
        var mostWaiting = 4096
        /// The most calls of one group at once.
        var mostCalls = 4
        /// The longest text, in bytes of UTF-8; a longer one has no vector.
        var longestText = 32 * 1024
    }

    /// What has been counted since the start.
    struct Counts: Hashable, Sendable {
        /// Questions that got a vector.
        var answered = 0
        /// Questions that did not, for whatever reason.
        var missed = 0
        /// Those of them that waited too long.
        var timedOut = 0
        /// Those of them that found too many waiting.
        var refused = 0
        /// Calls that were made.
        var calls = 0
        /// Texts in these calls.
        var texts = 0
    }

    private struct State {
        var queue: EmbeddingQueue
        var waiters: [UInt64: CheckedContinuation<UnitVector?, Never>] = [:]
        /// Ended before they began to wait: cancelled in between.
        var ended: Set<UInt64> = []
        var runners: [UInt64: Task<Void, Never>] = [:]
        var nextID: UInt64 = 0
        var identity: EmbedderIdentity
        var counts = Counts()
        var isStopped = false

        mutating func makeID() -> UInt64 {
            nextID &+= 1
            return nextID
        }
    }

    let settings: Settings
    private let source: any VectorSource
    private let state: Mutex<State>

    init(_ settings: Settings, source: any VectorSource) {
        self.settings = settings
        self.source = source
        let queue = EmbeddingQueue(
            most: settings.mostWaiting,
            mostOfACall: settings.mostOfACall,
            mostRunners: settings.mostCalls
        )
        let identity = EmbedderIdentity(name: settings.model, version: 1, dimensions: settings.dimensions ?? 0)
        state = Mutex(State(queue: queue, identity: identity))
    }

    /// That of the newest vectors. Before the first answer nobody knows which model stands behind the name, nor, unless it
    /// is set, how long its vectors are; the length is 0 then, which is no vector space at all.
    var identity: EmbedderIdentity { state.withLock { $0.identity } }

    /// What has been counted.
    var counts: Counts { state.withLock { $0.counts } }

    func vector(of text: String, for account: EmbeddingAccount) async -> UnitVector? {
        guard !text.isEmpty, text.utf8.count <= settings.longestText, let executor = source.executor() else {
            state.withLock { $0.counts.missed += 1 }
            return nil
        }
        let group = group(of: account)
        let id = state.withLock { $0.makeID() }
        // One timer a question; it is cancelled where the vector comes before.
        let timer = executor.eventLoop.scheduleTask(in: TimeAmount(settings.timeout)) { [weak self] in
            self?.resolve(id, of: group, nil) { $0.timedOut += 1 }
        }
        let question = EmbeddingQueue.Question(id: id, text: text, account: account)
        let vector = await withTaskCancellationHandler {
            await withCheckedContinuation { wait(for: question, of: group, on: executor, $0) }
        } onCancel: {
            cancel(id, of: group)
        }
        timer.cancel()
        state.withLock { state in
            state.ended.remove(id)
            if vector == nil { state.counts.missed += 1 } else { state.counts.answered += 1 }
        }
        return vector
    }

    /// Ends everything: who waits gets nothing, and no call is under way behind this.
    func stop() async {
        let (waiters, runners) = state.withLock { state in
            state.isStopped = true
            defer { state.waiters = [:] }
            return (state.waiters, state.runners)
        }
        for waiter in waiters.values { waiter.resume(returning: nil) }
        for runner in runners.values { runner.cancel() }
        for runner in runners.values { await runner.value }
    }

    // MARK: - Waiting

    private func group(of account: EmbeddingAccount) -> EmbeddingQueue.Group {
        let payer = settings.payer == .caller ? account.caller.principal?.key.id : nil
        return EmbeddingQueue.Group(payer: payer, regions: account.caller.regions)
    }

    private func wait(
        for question: EmbeddingQueue.Question,
        of group: EmbeddingQueue.Group,
        on executor: LoopExecutor,
        _ continuation: CheckedContinuation<UnitVector?, Never>
    ) {
        let isWaiting = state.withLock { state in
            guard !state.isStopped, !state.ended.contains(question.id) else { return false }
            switch state.queue.add(question, of: group) {
            case .refused:
                state.counts.refused += 1
                return false
            case .waits: break
            case .needsRunner:
                let id = state.makeID()
                // Owned by the state until it is over; ``stop()`` cancels it and waits for it.
                state.runners[id] = Task(executorPreference: executor) { [weak self] in await self?.run(id, group) }
            }
            state.waiters[question.id] = continuation
            return true
        }
        if !isWaiting { continuation.resume(returning: nil) }
    }

    /// Gives a question its vector, or none; what comes behind the first time is ignored.
    private func resolve(
        _ id: UInt64,
        of group: EmbeddingQueue.Group,
        _ vector: UnitVector?,
        counting: (inout Counts) -> Void = { _ in }
    ) {
        let waiter = state.withLock { state -> CheckedContinuation<UnitVector?, Never>? in
            guard let waiter = state.waiters.removeValue(forKey: id) else { return nil }
            if vector == nil { state.queue.remove(id, of: group) }
            counting(&state.counts)
            return waiter
        }
        waiter?.resume(returning: vector)
    }

    /// The task of a question is cancelled, maybe before it waits.
    private func cancel(_ id: UInt64, of group: EmbeddingQueue.Group) {
        // Forgotten when the question returns, behind which nothing is cancelled any more.
        _ = state.withLock { $0.ended.insert(id) }
        resolve(id, of: group, nil)
    }

    // MARK: - Asking

    /// Sends a group's calls until nobody waits.
    private func run(_ id: UInt64, _ group: EmbeddingQueue.Group) async {
        // Cancelled by a stop, behind which nobody waits any more.
        try? await Task.sleep(for: settings.window)
        while true {
            let batch = state.withLock { state in
                let batch = state.queue.next(of: group)
                if batch.isEmpty { state.runners[id] = nil }
                return batch
            }
            if batch.isEmpty { return }
            await ask(batch, group)
        }
    }

    private func ask(_ batch: [EmbeddingQueue.Question], _ group: EmbeddingQueue.Group) async {
        var texts: [String] = []
        var askers: [String: [UInt64]] = [:]
        for question in batch {
            if askers[question.text] == nil { texts.append(question.text) }
            askers[question.text, default: []].append(question.id)
        }
        guard let account = batch.last?.account else { return }
        await ask(texts, account) { text, vector in
            for id in askers[text] ?? [] { resolve(id, of: group, vector) }
        }
    }

    /// Asks for texts, and where one of them is refused for each half by itself, so that one text does not cost the others
    /// their vectors.
    private func ask(
        _ texts: [String],
        _ account: EmbeddingAccount,
        _ deliver: (String, UnitVector?) -> Void
    ) async {
        state.withLock { state in
            state.counts.calls += 1
            state.counts.texts += texts.count
        }
        switch Task.isCancelled ? .failed : await source.vectors(of: texts, settings, for: account) {
        case .vectors(let vectors, let model) where vectors.count == texts.count:
            let space = learn(model, vectors.first?.count ?? 0)
            for (text, vector) in zip(texts, vectors) {
                // A vector of another length, without a direction or with something that is no number is none.
                deliver(text, space.flatMap { try? UnitVector(vector, in: $0) })
            }
        case .refused where texts.count > 1:
            let half = texts.count / 2
            await ask(Array(texts[..<half]), account, deliver)
            await ask(Array(texts[half...]), account, deliver)
        case .vectors, .refused, .failed:
            for text in texts { deliver(text, nil) }
        }
    }

    /// The space of vectors that have just come.
    /// - Returns: `nil` where they are not as long as they were asked to be.
    private func learn(_ model: String, _ length: Int) -> VectorSpace? {
        if let wanted = settings.dimensions, wanted != length { return nil }
        // Two models behind one name have a space each.
        let name = settings.model.hasSuffix("/" + model) ? settings.model : "\(settings.model)=\(model)"
        let identity = EmbedderIdentity(name: name, version: 1, dimensions: length)
        state.withLock { $0.identity = identity }
        return try? identity.space
    }
}
