import Caching
import Testing

@Suite("What was found by meaning")
struct ShadowLogTests {
    private static let start = CacheInstant(milliseconds: 0)

    private static func finding(
        _ score: Double,
        _ verdict: ShadowVerdict = .same(.high),
        isHit: Bool = true,
        model: String = "m",
        mode: SemanticMode = .shadow,
        agreement: AnswerAgreement? = nil,
        id: String = "r",
        texts: ShadowFinding.Texts? = nil
    ) throws -> ShadowFinding {
        try ShadowFinding(
            time: start,
            requestID: id,
            model: model,
            team: "t",
            mode: mode,
            score: score,
            verdict: verdict,
            isHit: isHit,
            reason: texts == nil ? nil : "high: the same words",
            partition: #require(PartitionKey(Array(repeating: 0, count: 32))),
            entry: #require(CacheDigest(bytes: Array(repeating: 0, count: 32))),
            texts: texts,
            agreement: agreement
        )
    }

    @Test("is counted by score and verdict")
    func counts() throws {
        let log = ShadowLog(since: Self.start)
        log.noteAlone(model: "m")
        log.note(try Self.finding(0.97, agreement: AnswerAgreement(stored: "yes", given: "yes")))
        log.note(try Self.finding(0.86, agreement: AnswerAgreement(stored: "The moon", given: "A potato soup")))
        log.note(try Self.finding(0.75, .same(.broad), isHit: false))
        log.note(try Self.finding(0.9, .different(.date), isHit: false))
        log.note(try Self.finding(0.91, isHit: true, model: "n", mode: .serve))
        let contents = log.contents
        #expect(contents.total.lookups == 6)
        #expect(contents.total.alone == 1)
        #expect(contents.total.shadowed == 2)
        #expect(contents.total.served == 1)
        #expect(contents.models["n"]?.lookups == 1)
        let high = contents.total.histogram.total(from: 0.85)
        #expect(high.same == 3 && high.compared == 2 && high.equal == 1 && high.agreeing == 1)
        #expect(high.different == [.date: 1])
        #expect(contents.total.histogram.total(from: 0.7).same == 4)
        #expect(contents.total.histogram.total(from: 0.95).same == 1)
        #expect(contents.hits.count == 3 && contents.refusals.count == 2 && contents.recent.count == 5)
        log.reset(at: CacheInstant(milliseconds: 9))
        #expect(log.contents.total == ShadowReport())
        #expect(log.contents.since == CacheInstant(milliseconds: 9))
    }

    @Test(
        "is counted in the part that its score begins",
        arguments: [(0.0, 0), (0.049, 0), (0.05, 1), (0.7, 14), (0.85, 17), (0.9, 18), (0.95, 19), (1.0, 19), (-1, 0)]
    )
    func parts(score: Double, part: Int) { #expect(ShadowHistogram.part(of: score) == part) }

    @Test("takes no number of models or findings beyond its bounds")
    func bounds() throws {
        let log = ShadowLog(since: Self.start, limits: .init(models: 2, samples: 4, recent: 3))
        for number in 0..<100 {
            log.note(try Self.finding(0.9, model: "m\(number)", id: "\(number)"))
            log.note(try Self.finding(0.8, .different(.word), isHit: false, model: "m\(number)"))
        }
        let contents = log.contents
        #expect(contents.models.count == 2)
        #expect(contents.others.lookups == 196)
        #expect(contents.total.lookups == 200)
        #expect(contents.hits.count == 4 && contents.refusals.count == 4 && contents.recent.count == 3)
        #expect(contents.recent.filter(\.isHit).map(\.requestID) == ["99"])
    }

    @Test("forgets words that must not be kept any more")
    func texts() throws {
        let log = ShadowLog(since: Self.start)
        log.note(try Self.finding(0.9, texts: .init(asked: "a", stored: "b")))
        #expect(log.contents.hits.first?.texts != nil)
        log.forgetTexts { $0.team == "t" }
        #expect(log.contents.hits.first?.texts == nil)
        #expect(log.contents.recent.first?.reason == nil)
    }
}
