import Caching
import Governance
import JSONText
import ModelAPI
import Store
import Testing

@testable import ControlPlane

/// `/admin/v1/cache`.
@Suite struct CacheOperationTests {
    private func store(_ number: UInt8, _ tags: [CacheTag], in plane: TestPlane) throws -> CacheDigest {
        let digest = try #require(CacheDigest(bytes: [UInt8](repeating: number, count: 32)))
        let now = CacheInstant(milliseconds: 0)
        plane.cache.cache.insert(
            CachedAnswer(
                digest: digest,
                created: now,
                expires: now + .seconds(60),
                origin: CachedAnswer.Origin(provider: "openai", model: "m"),
                recording: AnswerRecording(whole: Array("{}".utf8), dialect: .openAIChat),
                tags: tags
            ),
            at: now
        )
        return digest
    }

    private static let selections: [(JSONValue, left: [UInt8])] = [
        (["all": true], []), (["model": "chat"], [3]), (["team": "dev"], [2, 3]), (["virtual_key": "key_1"], [2, 3]),
        (["tag": "nightly"], [1, 2]), (["model": "other"], [1, 2]), (["team": "nobody"], [1, 2, 3]),
        (["key": .string(String(repeating: "02", count: 32))], [1, 3]),
    ]

    @Test(arguments: selections.indices)
    func removesWhatIsNamedAndNothingElse(_ index: Int) async throws {
        let (body, left) = Self.selections[index]
        let plane = try await TestPlane()
        let digests = [
            try store(1, [.model("chat"), .team("dev"), .key("key_1")], in: plane),
            try store(2, [.model("chat"), .team("ops")], in: plane),
            try store(3, [.model("other"), .tag("nightly")], in: plane),
        ]
        let reply = try await plane.send("POST", "/cache/purge", body)
        #expect(reply.status == 200, "\(reply.text)")
        #expect(reply.json["removed"]?.int == 3 - left.count)
        let kept = digests.indices.filter { plane.cache.cache.peek(digests[$0]) != nil }
        #expect(kept.map { UInt8($0 + 1) } == left)
        let shown = try await plane.send("GET", "/cache").json
        #expect(shown["entries"]?.int == left.count)
        #expect(shown["insertions"]?.int == 3)
    }

    private func finding(
        _ id: String,
        _ score: Double,
        _ verdict: ShadowVerdict,
        isHit: Bool,
        agreeing: Bool? = nil
    ) throws -> ShadowFinding {
        ShadowFinding(
            time: CacheInstant(milliseconds: 5000),
            requestID: id,
            model: "chat",
            team: "dev",
            mode: .shadow,
            score: score,
            verdict: verdict,
            isHit: isHit,
            reason: "date: 2024 / 2025",
            partition: try #require(PartitionKey([UInt8](repeating: 1, count: 32))),
            entry: try #require(CacheDigest(bytes: [UInt8](repeating: 9, count: 32))),
            texts: .init(asked: "asked text", stored: "stored text"),
            agreement: agreeing.map { AnswerAgreement(stored: "yes", given: $0 ? "yes" : "rain in Kyoto tomorrow") }
        )
    }

    @Test func reportsWhatWasFoundByMeaningByThreshold() async throws {
        let plane = try await TestPlane()
        let shadow = plane.cache.shadow
        shadow.note(try finding("a", 0.91, .same(.high), isHit: true, agreeing: true))
        shadow.note(try finding("b", 0.72, .same(.broad), isHit: true, agreeing: false))
        shadow.note(try finding("c", 0.88, .different(.date), isHit: false))
        shadow.noteAlone(model: "other")
        let report = try await plane.send("GET", "/cache/shadow").json
        #expect(report["total"]?["lookups"] == 4)
        #expect(report["total"]?["shadowed"] == 2)
        #expect(report["total"]?["hit_share"] == 0.5)
        #expect(report["models"]?.array?.map { $0["model"] } == ["chat", "other"])
        #expect(report["hits"] == nil)
        func row(_ threshold: JSONValue) throws -> JSONValue {
            try #require(report["total"]?["thresholds"]?.array?.first { $0["threshold"] == threshold })
        }
        #expect(try row(0.7)["hits"] == 2 && row(0.7)["refused"] == 1 && row(0.7)["compared"] == 2)
        #expect(try row(0.7)["equal"] == 1 && row(0.7)["agreeing_share"] == 0.5)
        #expect(try row(0.9)["hits"] == 1 && row(0.9)["refused"] == 0 && row(0.9)["agreeing_share"] == 1)
        #expect(try row(0.95)["hits"] == 0 && row(0.95)["agreeing_share"] == .null)
        #expect(try await plane.send("GET", "/cache/shadow?model=other").json["total"]?["lookups"] == 1)
        #expect(try await plane.send("GET", "/cache/shadow?model=nothing").json["total"]?["lookups"] == 0)
    }

    @Test func showsWordsOfFindingsOnlyWithANoteInTheAuditLog() async throws {
        let plane = try await TestPlane()
        plane.cache.shadow.note(try finding("a", 0.91, .same(.high), isHit: true))
        plane.cache.shadow.note(try finding("b", 0.8, .different(.date), isHit: false))
        func notes() async throws -> Int {
            try await plane.store.auditRecords(where: AuditFilter(), page: PageRequest()).rows
                .count { $0.entry.action == "cache.shadow.read" }
        }
        #expect(try await !plane.send("GET", "/cache/shadow").text.contains("asked text"))
        #expect(try await notes() == 0)
        let shown = try await plane.send("GET", "/cache/shadow?samples=5").json
        #expect(try await notes() == 1)
        #expect(shown["hits"]?.array?.map { $0["request_id"] } == ["a"])
        #expect(shown["refusals"]?.array?.map { $0["request_id"] } == ["b"])
        #expect(shown["recent"]?.array?.map { $0["request_id"] } == ["b", "a"])
        #expect(shown["refusals"]?[0]?["verdict"] == "date" && shown["hits"]?[0]?["asked"] == "asked text")
    }

    @Test func marksAnAnswerWrongRemovesItAndRemembersThePair() async throws {
        let plane = try await TestPlane()
        let digest = try store(9, [.model("chat")], in: plane)
        let pair = TextPairDigest(digest)
        plane.cache.served.remember(
            ServedHit(entry: digest, pair: pair, score: 0.8, level: .broad, model: "chat", team: "dev", isServed: true),
            of: "req-1"
        )
        let body: JSONValue = ["request_id": "req-1", "wrong": true, "reason": "another year"]
        let reply = try await plane.send("POST", "/cache/feedback", body)
        #expect(reply.status == 200, "\(reply.text)")
        #expect(reply.json["key"] == .string(digest.description) && reply.json["level"] == 3)
        #expect(plane.cache.wrong.contains(pair) && plane.cache.cache.peek(digest) == nil)
        let entries = try await plane.store.auditRecords(where: AuditFilter(), page: PageRequest()).rows.map(\.entry)
        let entry = try #require(entries.first { $0.action == "cache.feedback" })
        #expect(entry.reason == "another year" && entry.after?["request_id"] == "req-1")
        #expect(try await plane.send("POST", "/cache/feedback", ["request_id": "other", "wrong": true]).status == 404)
        for wrong: JSONValue in [["request_id": "req-1"], ["request_id": "req-1", "wrong": false], ["wrong": true]] {
            #expect(try await plane.send("POST", "/cache/feedback", wrong).status == 400)
        }
    }

    @Test func listsWhatIsGivenMostOftenWithoutItsContent() async throws {
        let plane = try await TestPlane()
        let digests = [
            try store(1, [.model("chat"), .team("dev")], in: plane),
            try store(2, [.model("chat"), .team("ops")], in: plane),
            try store(3, [.model("other"), .team("dev")], in: plane),
        ]
        let now = CacheInstant(milliseconds: 0)
        for (digest, count) in zip(digests, [1, 5, 3]) {
            for _ in 0..<count { _ = plane.cache.cache.lookUp(digest, at: now) }
        }
        func keys(_ query: String) async throws -> [JSONValue?] {
            let reply = try await plane.send("GET", "/cache/entries\(query)")
            #expect(reply.status == 200)
            return (reply.json["rows"]?.array ?? []).map { $0["key"] }
        }
        let all = digests.map { JSONValue.string($0.description) }
        #expect(try await keys("") == [all[1], all[2], all[0]])
        #expect(try await keys("?limit=1") == [all[1]])
        #expect(try await keys("?model=chat") == [all[1], all[0]])
        #expect(try await keys("?team=dev") == [all[2], all[0]])
        #expect(try await keys("?team=dev&model=chat") == [all[0]])
        let row = try await plane.send("GET", "/cache/entries?limit=1").json["rows"]?[0]
        #expect(row?["hits"] == 5)
        #expect(row?["model"] == "chat")
        #expect(row?["created"] == "1970-01-01T00:00:00Z")
        #expect(row?["bytes"]?.int ?? 0 > 100)
        #expect(try await plane.send("GET", "/cache/entries?limit=0").code == "invalid_parameter")
    }

    @Test func eachPurgeIsInTheAuditLog() async throws {
        let plane = try await TestPlane()
        _ = try await plane.send("POST", "/cache/purge", ["model": "chat", "reason": "a new prompt"])
        let entries = try await plane.store.auditRecords(where: AuditFilter(), page: PageRequest()).rows.map(\.entry)
        let entry = try #require(entries.first { $0.action == "cache.purge" })
        #expect(entry.after == ["model": "chat"])
        #expect(entry.reason == "a new prompt")
    }

    @Test(
        arguments: [
            [:], ["all": false], ["model": "a", "team": "b"], ["all": true, "model": "a"], ["key": "xyz"],
            ["colour": "red"],
        ] as [JSONValue]
    )
    func refusesWhatDoesNotSayWhich(_ body: JSONValue) async throws {
        let plane = try await TestPlane()
        _ = try store(1, [.model("a"), .team("b")], in: plane)
        #expect(try await plane.send("POST", "/cache/purge", body).status == 400)
        #expect(plane.cache.cache.statistics.entries == 1)
    }
}
