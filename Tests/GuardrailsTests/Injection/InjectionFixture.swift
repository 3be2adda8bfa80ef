import Testing

@testable import Guardrails

/// One scorer for all tests: making one takes a moment.
enum InjectionFixture {
    static let scorer: InjectionScorer = {
        do { return try InjectionScorer() } catch { preconditionFailure("\(error)") }
    }()

    static func verdict(_ messages: [(TextOrigin, String)]) throws -> InjectionVerdict {
        let texts = messages.map { origin, text in
            ScoredText(Normalizer().normalize(Array(text.utf8)), ScanContext(origin: origin))
        }
        return try scorer.score(texts, using: try scorer.makeScratch())
    }

    static func verdict(_ text: String, _ origin: TextOrigin = .user) throws -> InjectionVerdict {
        try verdict([(origin, text)])
    }
}
