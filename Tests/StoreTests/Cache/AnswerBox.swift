import Caching
import ModelAPI
import Pricing
import Synchronization

@testable import Store

/// A memory that an archive fills, with room for a number of answers.
final class AnswerBox: AnswerMemory {
    struct State {
        var answers: [CacheDigest: CachedAnswer] = [:]
        var order: [CacheDigest] = []
        var hits: [(digest: CacheDigest, hits: Int)] = []
        var forgotten: [CachePurge] = []
        var meanings: [CacheDigest: StoredMeaning] = [:]
        var pairs: [TextPairDigest] = []
    }

    let state = Mutex(State())
    private let capacity: Int

    init(capacity: Int = .max) { self.capacity = capacity }

    func restore(_ answer: CachedAnswer, hits: Int, _ meaning: StoredMeaning?) -> Bool {
        state.withLock { state in
            guard state.answers.count < capacity else { return false }
            state.answers[answer.digest] = answer
            state.order.append(answer.digest)
            if let meaning { state.meanings[answer.digest] = meaning }
            return true
        }
    }

    func restore(wrong pairs: [TextPairDigest]) { state.withLock { $0.pairs = pairs } }

    func forget(_ purge: CachePurge) {
        state.withLock { state in
            state.forgotten.append(purge)
            state.answers = state.answers.filter { !purge.fits($0.value) }
        }
    }

    func takeHits() -> [(digest: CacheDigest, hits: Int)] {
        state.withLock { state in
            defer { state.hits = [] }
            return state.hits
        }
    }

    var digests: Set<CacheDigest> { state.withLock { Set($0.answers.keys) } }
}

/// A clock that stands.
final class StandingClock: Sendable {
    private let moment = Mutex(CacheInstant(milliseconds: 1_772_150_400_000))

    var now: CacheInstant { moment.withLock { $0 } }

    func advance(by duration: Duration) { moment.withLock { $0 = $0 + duration } }
}

extension CachedAnswer {
    /// An answer of some number.
    static func sample(
        _ number: Int,
        at now: CacheInstant,
        text: String = "",
        team: String? = nil,
        model: String = "chat",
        tags: [CacheTag] = [],
        timeToLive: Duration = .seconds(3600)
    ) -> CachedAnswer {
        var usage = Usage()
        usage.input = number
        usage.terms = ServiceTerms(tier: .priority, isFast: true, isInUS: true)
        return CachedAnswer(
            digest: .sample(number),
            created: now,
            expires: now + timeToLive,
            origin: Origin(provider: "openai", model: "gpt", usage: usage, cost: Money(attos: Int128(number) << 64)),
            recording: AnswerRecording(whole: Array("{\"text\":\"\(text)\"}".utf8), dialect: .openAIChat),
            tags: [.model(model)] + (team.map { [.team($0)] } ?? []) + tags
        )
    }
}

extension CacheDigest {
    /// A digest of some number.
    static func sample(_ number: Int) -> CacheDigest {
        var generator = SeededGenerator(seed: UInt64(number))
        guard let digest = CacheDigest(bytes: (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }) else {
            preconditionFailure("32 bytes are a digest")
        }
        return digest
    }
}
