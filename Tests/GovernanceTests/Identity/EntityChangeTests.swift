import Governance
import JSONText
import Testing

@Suite struct EntityChangeTests {
    private static let later = Samples.now.adding(seconds: 60)

    /// RFC 7396 appendix A, and what it says of nested nulls.
    @Test(arguments: [
        (#"{"a":"b"}"#, #"{"a":"c"}"#, #"{"a":"c"}"#), (#"{"a":"b"}"#, #"{"b":"c"}"#, #"{"a":"b","b":"c"}"#),
        (#"{"a":"b"}"#, #"{"a":null}"#, "{}"), (#"{"a":"b","b":"c"}"#, #"{"a":null}"#, #"{"b":"c"}"#),
        (#"{"a":["b"]}"#, #"{"a":"c"}"#, #"{"a":"c"}"#), (#"{"a":"c"}"#, #"{"a":["b"]}"#, #"{"a":["b"]}"#),
        (#"{"a":{"b":"c"}}"#, #"{"a":{"b":"d","c":null}}"#, #"{"a":{"b":"d"}}"#),
        (#"{"a":[{"b":"c"}]}"#, #"{"a":[1]}"#, #"{"a":[1]}"#), (#"["a","b"]"#, #"["c","d"]"#, #"["c","d"]"#),
        (#"{"a":"b"}"#, #"["c"]"#, #"["c"]"#), (#"{"a":"foo"}"#, "null", "null"),
        (#"{"a":"foo"}"#, #""bar""#, #""bar""#),
        (#"{"e":null}"#, #"{"a":1}"#, #"{"e":null,"a":1}"#), (#"[1,2]"#, #"{"a":"b","c":null}"#, #"{"a":"b"}"#),
        ("{}", #"{"a":{"bb":{"ccc":null}}}"#, #"{"a":{"bb":{}}}"#),
    ])
    func mergesAsTheStandardSays(original: String, patch: String, result: String) throws {
        #expect(try Samples.json(original).merged(with: Samples.json(patch)).text == result)
    }

    @Test func makesAKeyFromWhatACallerSends() throws {
        let body = try Samples.json(#"{"name":"bot","team":"dev","models":["chat"],"signing":true}"#)
        let text = Samples.text(1)
        let key = try VirtualKey.create(from: body, text: text, pepper: Samples.pepper, at: Samples.now)
        #expect(key.name == "bot" && key.team == "dev" && key.access.models == [ModelPattern("chat")])
        #expect(key.id.hasPrefix("key_") && key.id.utf8.count == 24)
        #expect(key.credential == KeyCredential(of: text, pepper: Samples.pepper))
        #expect(key.signing != nil && key.revision == Revision(at: Samples.now))
        #expect(try VirtualKey(json: key.json(masked: false)) == key)
    }

    @Test(arguments: [
        #""id":"key_mine""#, #""digest":"00""#, #""version":9"#, #""source":"file""#,
        #""revoked":"2026-12-01T00:00:00Z""#,
        #""previous":{}"#, #""created":"2026-12-01T00:00:00Z""#, #""signing_seed":"known""#, #""prefix":"sk""#,
    ])
    func whatTheGatewaySetsCannotBeSent(member: String) throws {
        let body = try Samples.json("{\"name\":\"bot\",\(member)}")
        let error = try #require(throws: InvalidEntity.self) {
            try VirtualKey.create(from: body, text: Samples.text(1), pepper: Samples.pepper, at: Samples.now)
        }
        #expect(error.problems.map(\.code) == [.readOnly])
        let patch = try Samples.json("{\(member)}")
        let refused = try #require(throws: InvalidEntity.self) { try Samples.key().changed(by: patch, at: Self.later) }
        #expect(refused.problems.first?.code == .readOnly)
    }

    @Test func hashesCannotBeSent() throws {
        let body = try Samples.json(
            #"{"name":"aki","role":"member","password_hash":"$scrypt$ln=4,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAA"}"#
        )
        let error = try #require(throws: InvalidEntity.self) { try User.create(from: body, at: Samples.now) }
        #expect(error.problems.contains { $0.path == "password_hash" && $0.code == .readOnly })
    }

    @Test func patchesChangeOnlyWhatTheyName() throws {
        var key = Samples.key(team: "dev")
        key.metadata = ["a": "1", "b": "2"]
        key.limits = [LimitPolicy(.requests, per: .minute, 5)]
        let patch = try Samples.json(
            #"{"metadata":{"a":null,"c":"3"},"limits":{"concurrent":2},"team":null,"id":"key_1"}"#
        )
        let changed = try key.patched(by: patch, at: Self.later)
        var expected = key
        expected.metadata = ["b": "2", "c": "3"]
        expected.limits = [LimitPolicy(.requests, per: .minute, 5), LimitPolicy(.requests, per: .concurrent, 2)]
        expected.team = nil
        expected.revision = Revision(created: Samples.now, updated: Self.later, version: 2)
        #expect(changed == expected)
    }

    @Test func patchesThatChangeNothingMakeNoVersion() throws {
        let key = Samples.key(team: "dev")
        #expect(try key.patched(by: Samples.json(#"{"team":"dev","expires":null}"#), at: Self.later) == key)
        #expect(try key.patched(by: key.json(masked: true), at: Self.later) == key)
    }

    @Test(arguments: [
        #"[]"#, #"null"#, #""x""#, #"{"team":1}"#, #"{"team":"a","team":"b"}"#, #"{"nonsense":1}"#, #"{"name":null}"#,
    ])
    func badPatchesChangeNothing(patch: String) throws {
        let patch = try Samples.json(patch)
        #expect(throws: InvalidEntity.self) { try Samples.key(team: "dev").changed(by: patch, at: Self.later) }
    }

    @Test func signingIsTurnedOnAndOff() throws {
        let key = Samples.key()
        let signed = try key.changed(by: Samples.json(#"{"signing":true,"name":"x"}"#), at: Self.later)
        #expect(signed.signing != nil && signed.name == "x" && signed.revision.version == 2)
        #expect(try signed.changed(by: Samples.json(#"{"signing":true}"#), at: Self.later) == signed)
        let unsigned = try signed.changed(by: Samples.json(#"{"signing":null}"#), at: Self.later)
        #expect(unsigned.signing == nil && unsigned.revision.version == 3)
        let patch = try Samples.json(#"{"signing":"yes"}"#)
        #expect(throws: InvalidEntity.self) { try key.changed(by: patch, at: Self.later) }
    }

    @Test func entityTagsFollowVersions() {
        let revision = Revision(at: Samples.now)
        #expect(revision.entityTag == "\"1\"")
        #expect(revision.next(at: Self.later).entityTag == "\"2\"")
        // The clock may have gone back; times of changes do not.
        #expect(revision.next(at: Samples.now.adding(seconds: -9)).updated == Samples.now)
    }

    @Test func idsAreOpaque() {
        var random = SeededRandom(1)
        let id = EntityID.make(.user, using: &random)
        #expect(id.hasPrefix("user_") && id.utf8.count == 25)
        #expect(Set((0..<1000).map { _ in EntityID.make(.key) }).count == 1000)
        #expect(EntityID.file("bot") == "file:bot")
    }
}
