import ModelAPI
import Settings
import Testing

@testable import Gateway

@Suite("Key ring")
struct KeyRingTests {
    private static let key = "sk-km-right"
    private let ring = KeyRing([GatewayKey(name: "bot", key: Secret(key))], isRequired: true)
    private let openRing = KeyRing([GatewayKey(name: "bot", key: Secret(key))], isRequired: false)

    @Test(
        "knows a key in every place where SDKs put it",
        arguments: [
            ("/", ["authorization: Bearer sk-km-right"]),
            ("/", ["Authorization: bearer sk-km-right"]),
            ("/", ["AUTHORIZATION: BEARER sk-km-right"]),
            ("/", ["x-api-key: sk-km-right"]),
            ("/", ["x-goog-api-key: sk-km-right"]),
            ("/?key=sk-km-right", []),
            ("/?alt=sse&key=sk%2Dkm-right", []),
        ]
    )
    func places(target: String, fields: [String]) throws {
        var bot = Caller.anonymous
        bot.keyName = "bot"
        #expect(try ring.identify(Heads.head("POST", target, fields)) == bot)
        #expect(try openRing.identify(Heads.head("POST", target, fields)) == bot)
    }

    @Test(
        "refuses what is not a key of ours, and has no other caller for it where keys are free",
        arguments: [
            ("/", ["authorization: Bearer sk-km-wrong"]),
            ("/", ["authorization: Bearer sk-km-right2"]),
            ("/", ["authorization: Bearer sk-km-righ"]),
            ("/", ["authorization: Bearer SK-KM-RIGHT"]),
            ("/", ["authorization: Bearer"]),
            ("/", ["authorization: sk-km-right"]),
            ("/", ["authorization: Basic sk-km-right"]),
            ("/", ["authorization: Bearersk-km-right"]),
            ("/", ["authorization:"]),
            ("/", ["x-api-key:"]),
            ("/", ["x-api-key: Bearer sk-km-right"]),
            ("/", ["api-key: sk-km-right"]),
            ("/", ["cookie: key=sk-km-right"]),
            ("/?key=", []),
            ("/?key=%zz", []),
            ("/?Key=sk-km-right", []),
            ("/?akey=sk-km-right", []),
            ("/", []),
        ]
    )
    func refuses(target: String, fields: [String]) throws {
        let head = try Heads.head("POST", target, fields)
        #expect { try ring.identify(head) } throws: { ($0 as? APIError)?.kind == .invalidKey }
        #expect(try openRing.identify(head) == .anonymous)
    }

    @Test(
        "takes the first credential alone, so that no request has two callers",
        arguments: [
            ("/", ["authorization: Bearer wrong", "x-api-key: sk-km-right"]),
            ("/", ["x-api-key: sk-km-right", "authorization: Basic sk-km-right"]),
            ("/", ["authorization: Bearer wrong", "authorization: Bearer sk-km-right"]),
            ("/", ["x-goog-api-key: sk-km-right", "x-api-key: wrong"]),
            ("/?key=sk-km-right", ["x-goog-api-key: wrong"]),
            ("/?key=wrong&key=sk-km-right", []),
        ]
    )
    func precedence(target: String, fields: [String]) throws {
        let head = try Heads.head("POST", target, fields)
        #expect(throws: APIError.self) { try ring.identify(head) }
    }

    @Test("tells keys apart by the whole of them")
    func wholeKeys() {
        let digests = Set(["a", "b", "a ", "A", ""].map { KeyRing.Digest(of: Array($0.utf8)) })
        #expect(digests.count == 5)
        #expect(KeyRing.Digest(of: Array("a".utf8)) == KeyRing.Digest(of: "a".utf8))
    }

    @Test("never shows a key in what it refuses with")
    func secrecy() throws {
        let head = try Heads.head("POST", "/", ["authorization: Bearer sk-km-almost"])
        #expect { try ring.identify(head) } throws: { !"\($0)".contains("sk-km-almost") && !"\($0)".contains(Self.key) }
    }
}
