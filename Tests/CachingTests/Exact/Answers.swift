import ModelAPI
import Pricing
import Testing

@testable import Caching

/// Answers for the tests of the cache.
enum Answers {
    static let now = CacheInstant(milliseconds: 1_790_000_000_000)

    static func digest(_ number: some BinaryInteger) -> CacheDigest {
        var encoder = CanonicalEncoder(domain: "test")
        encoder.write(Int(number))
        return encoder.finish()
    }

    static func answer(
        _ number: Int,
        size: Int = 400,
        lifetime: Duration = .seconds(3600),
        created: CacheInstant = now,
        tags: [CacheTag] = []
    ) -> CachedAnswer {
        CachedAnswer(
            digest: digest(number),
            created: created,
            expires: created + lifetime,
            origin: CachedAnswer.Origin(provider: "openai", model: "gpt-4o"),
            recording: AnswerRecording(whole: [UInt8](repeating: 7, count: size), dialect: .openAIChat),
            tags: tags
        )
    }
}

extension CacheLookup {
    var reason: Reason? { if case .miss(let reason) = self { reason } else { nil } }
}
