import Governance
import JSONText
import Testing

@Suite("Entries of the audit log")
struct AuditEntryTests {
    private static let full = AuditEntry(
        time: 1_767_225_600_000_000_001,
        actor: AuditActor(.user, id: "user_1", name: "Δ"),
        origin: "192.0.2.7",
        request: "req-1",
        action: "key.rotate",
        object: .init(kind: "key", id: "key_1", name: "bot", team: "dev"),
        reason: "lost",
        before: ["prefix": "sk-km-ab12…", "limits": [1, 2]],
        after: ["prefix": "sk-km-cd34…"]
    )

    @Test func `The canonical bytes are these`() {
        let text = String(decoding: Self.full.canonicalBytes, as: UTF8.self)
        #expect(
            text == """
                {"v":1,"time":1767225600000000001,"actor":{"kind":"user","id":"user_1","name":"Δ"},\
                "origin":"192.0.2.7","request":"req-1","action":"key.rotate",\
                "object":{"kind":"key","id":"key_1","name":"bot","team":"dev"},"reason":"lost",\
                "before":{"prefix":"sk-km-ab12…","limits":[1,2]},"after":{"prefix":"sk-km-cd34…"}}
                """
        )
    }

    @Test func `Entries are read back from their bytes`() throws {
        let bare = AuditEntry(
            time: .min,
            actor: AuditActor(.system, id: "system"),
            action: "a",
            object: .init(kind: "", id: "")
        )
        for entry in [Self.full, bare] {
            let read = try #require(AuditEntry(canonicalBytes: entry.canonicalBytes))
            #expect(read == entry)
            #expect(read.canonicalBytes == entry.canonicalBytes)
        }
    }

    @Test(arguments: ["", "{}", "[]", "null", "\u{FF}", #"{"v":2}"#, #"{"v":1,"time":"1"}"#])
    func `Other bytes are no entry`(text: String) { #expect(AuditEntry(canonicalBytes: Array(text.utf8)) == nil) }

    @Test func `No beginning of an entry is one`() {
        let bytes = Self.full.canonicalBytes
        for count in 0..<bytes.count { #expect(AuditEntry(canonicalBytes: Array(bytes.prefix(count))) == nil) }
    }

    static let secrets: [JSONValue] = [
        ["password": "hunter2hunter2"],
        ["password_hash": "hunter2hunter2"],
        ["Signing_Secret": ["value": "hunter2hunter2"]],
        ["key_digest": "hunter2hunter2"],
        ["api_keys": [["value": "hunter2hunter2"]]],
        ["list": [["deep": ["token": "hunter2hunter2"]]]],
        ["note": "sk-hunter2hunter2hunter2"],
        ["note": ["Bearer hunter2hunter2hunter2"]],
        ["pepper": 4_222_222_222],
    ]

    @Test(arguments: secrets)
    func `No secret gets into an entry`(value: JSONValue) {
        let entry = AuditEntry(
            time: 1,
            actor: AuditActor(.user, id: "u"),
            action: "a",
            object: .init(kind: "k", id: "i"),
            before: value,
            after: value
        )
        let text = String(decoding: entry.canonicalBytes, as: UTF8.self)
        #expect(!text.contains("hunter2") && !text.contains("4222222222"))
        #expect(text.split(separator: "***").count == 3)
    }

    @Test func `What is no secret stays`() {
        let value: JSONValue = [
            "name": "token", "prefix": "sk-km-ab12…", "max_tokens": 5, "tokens_per_day": 7, "password": nil,
            "keys": ["key_abcdefghij0123456789"], "limits": [["resource": "input_tokens", "amount": 1]],
        ]
        #expect(AuditMask.masked(value) == value)
    }

    @Test func `What is too long is left out with its length`() {
        let text = String(repeating: "a", count: AuditMask.byteLimit)
        #expect(AuditMask.masked(.string(text)) == ["omitted_bytes": JSONValue(AuditMask.byteLimit + 2)])
        #expect(AuditMask.masked(.string(String(text.dropLast(2)))) == .string(String(text.dropLast(2))))
    }

    @Test func `No depth exhausts the stack`() {
        var value: JSONValue = "leaf"
        for _ in 0..<400 { value = [value] }
        let text = AuditMask.masked(value).text
        #expect(!text.contains("leaf"))
        #expect(text.contains("***"))
    }
}
