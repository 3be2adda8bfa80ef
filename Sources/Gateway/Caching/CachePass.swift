import Caching
import ModelAPI
import NIOCore
import Pricing
import Routing

/// What the cache has to do with one call: what its caller and its record are told, and how its answer is stored.
///
/// `@unchecked Sendable`: used by the one task that serves the call, on its event loop.
final class CachePass: @unchecked Sendable {
    /// What came of looking.
    enum State {
        /// A stored answer is given, as old as this.
        case hit(age: Duration)
        /// A stored answer to a question that says the same is given.
        case semanticHit(age: Duration, score: Double, level: SemanticLevel, key: CacheDigest)
        /// A provider is asked.
        case miss
        /// The cache leaves the call alone.
        case bypass(CacheRefusal)
    }

    let question: CacheQuestion
    private(set) var state: State
    /// What of the question the provider is not told.
    var dropped: String?
    private let cache: AnswerCache
    private let tags: [CacheTag]
    /// What answering by meaning has to do with the call; `nil` for nothing.
    var semantic: SemanticPass?
    /// The last purge when the question came.
    private let lastPurge: Int

    /// - Parameters:
    ///   - state: what came of looking.
    ///   - tags: what the answer is purged by.
    init(_ question: CacheQuestion, _ state: State, in cache: AnswerCache, tags: [CacheTag]) {
        self.question = question
        self.state = state
        self.cache = cache
        self.tags = tags
        lastPurge = cache.lastPurge
    }

    /// What the ledger calls it.
    var name: String {
        switch state {
        case .hit: "hit"
        case .semanticHit: "semantic-hit"
        case .miss: "miss"
        case .bypass: "bypass"
        }
    }

    /// The same, as it is counted.
    var resultIndex: Int {
        switch state {
        case .hit: 0
        case .semanticHit: 1
        case .miss: 2
        case .bypass: 3
        }
    }

    /// Whether a stored answer to a question that says the same is given.
    var isSemanticHit: Bool { resultIndex == 1 }

    /// Adds to an answer's head what became of it here.
    func write(into head: inout ReplyHead) {
        switch state {
        case .hit(let age):
            head.add("x-kanmon-cache", "hit")
            head.add("age", Int(clamping: age.components.seconds))
        case .semanticHit(let age, let score, let level, let key):
            head.add("x-kanmon-cache", "semantic-hit; score=\(Self.decimal(score)); level=\(level.rawValue)")
            head.add("age", Int(clamping: age.components.seconds))
            head.add("x-kanmon-cache-key", key.description)
            return
        case .miss: head.add("x-kanmon-cache", "miss")
        case .bypass(let refusal): head.add("x-kanmon-cache", "bypass; reason=\(refusal.name)")
        }
        if let digest = question.digest { head.add("x-kanmon-cache-key", digest.description) }
    }

    /// A score with three digits behind the point.
    private static func decimal(_ score: Double) -> String {
        let thousandths = score.isFinite ? Int((min(max(score, 0), 1) * 1000).rounded()) : 0
        let digits = String(thousandths % 1000)
        return "\(thousandths / 1000)." + String(repeating: "0", count: 3 - digits.count) + digits
    }

    /// The answer to a question that says the same is given.
    func semanticHit(_ hit: SemanticStage.Hit) {
        let age = hit.stored.age(at: AnswerCache.now())
        state = .semanticHit(age: age, score: hit.score, level: hit.level, key: hit.stored.digest)
    }

    /// A stored answer cannot be given after all.
    func miss() { state = .miss }

    /// An answer is given that a provider is asked for by another call, or was.
    func hit(age: Duration) { state = .hit(age: age) }

    // MARK: - Leading

    /// Tells those that follow what comes; `nil` where nobody can.
    private(set) var leader: FlightLeader<AnswerHead>?

    /// From here on others with the same question follow this call.
    func lead(_ leader: FlightLeader<AnswerHead>, _ exchange: Exchange) {
        self.leader = leader
        exchange.mayGoOn = { cancel in leader.leave(onDeserted: cancel) }
    }

    /// How many bytes have been sent to this call's own caller without waiting for it to read.
    private var pushed = 0
    /// How many of those there may be; behind that it sets the pace for those that follow, too.
    private static let mostPushed = 1 << 20

    /// Whether others wait for what this call gets, so that its own caller is not waited for.
    /// - Parameters:
    ///   - bytes: how many bytes are to be sent now.
    ///   - isClientGone: whether there is nobody any more to send them to.
    func isAheadOfCaller(_ bytes: Int, isClientGone: Bool) -> Bool {
        guard let leader, leader.followerCount > 0 else { return false }
        if isClientGone { return true }
        guard pushed + bytes <= Self.mostPushed else { return false }
        pushed += bytes
        return true
    }

    /// The call's answer begins, and nobody else will be asked.
    /// - Parameters:
    ///   - bytes: what of the provider's bytes has come already.
    func begin(_ form: AnswerRecording.Form, of target: PlannedTarget, _ bytes: ByteBuffer) {
        guard let leader else { return }
        leader.begin(AnswerHead(form: form, dialect: dialect(of: target), target: target, dropped: dropped))
        leader.append(Array(bytes.readableBytesView))
    }

    /// The call's answer is whole, and stored if it can be.
    func finishLeading() {
        leader?.finish()
        leader = nil
    }

    /// The call is over; where its answer was not whole, another one takes its place.
    func stopLeading() {
        leader?.fail(FlightFailure(.abandoned, "the call that was followed has ended"))
        leader = nil
    }

    /// The call is over, whatever became of it.
    func finish() {
        stopLeading()
        semantic?.finish()
    }

    // MARK: - Storing

    /// How many bytes of a provider's answer are worth recording; `nil` where it is not stored.
    var recordLimit: Int? {
        question.digest == nil || !question.decision.stores ? nil : question.decision.maximumEntryBytes
    }

    /// In whose words an answer is kept.
    private func dialect(of target: PlannedTarget) -> DialectID {
        question.isEmbedding ? question.form.dialect : target.seat.provider.dialect.id
    }

    /// Stores a whole answer, if it is one that would be given again.
    /// - Parameters:
    ///   - body: the provider's bytes.
    ///   - target: whose answer it is.
    ///   - usage: what was used.
    ///   - cost: what it cost, where that is known.
    func store(whole body: ByteBuffer, of target: PlannedTarget, _ usage: Usage?, _ cost: Money?) {
        guard let limit = recordLimit, body.readableBytes <= limit else { return }
        let recording = AnswerRecording(whole: Array(body.readableBytesView), dialect: dialect(of: target))
        store(recording, of: target, usage, cost)
    }

    /// Stores an answer that came to its proper end, if it is one that would be given again.
    func store(_ recording: AnswerRecording?, of target: PlannedTarget, _ usage: Usage?, _ cost: Money?) {
        guard let digest = question.digest, let limit = recordLimit, let recording else { return }
        var response: ChatResponse?
        // Whether vectors are whole has been looked at when they came.
        if !question.isEmbedding {
            let nature = AnswerNature.judge(recording, isComplete: true, status: 200, limit: limit)
            guard case .success(let told) = nature else { return }
            response = told
        }
        let now = AnswerCache.now()
        let answer = CachedAnswer(
            digest: digest,
            created: now,
            expires: now + question.decision.timeToLive,
            origin: CachedAnswer.Origin(
                provider: target.seat.id.provider,
                model: target.seat.id.model,
                usage: usage,
                cost: cost,
                dropped: dropped
            ),
            recording: recording,
            tags: tags
        )
        guard cache.insert(answer, at: now, asked: lastPurge, persists: question.decision.persists) else { return }
        if let response { semantic?.stored(response) }
    }
}
