import Governance
import HTTPWire
import ModelAPI
import NIOCore
import Settings
import Testing

@testable import Gateway

@Suite("Identification")
struct IdentificationTests {
    private static let key = "sk-km-right"
    private let closed = Self.identification([GatewayKey(name: "bot", key: Secret(key))], isRequired: true)
    private let open = Self.identification([GatewayKey(name: "bot", key: Secret(key))], isRequired: false)

    private static func identification(_ keys: [GatewayKey], isRequired: Bool, proxies: [String] = []) -> Identification
    {
        Identification(
            directory: Directory(declared: KanmonConfiguration(keys: keys), pepper: .generate()),
            isRequired: isRequired,
            proxies: TrustedProxies(proxies.compactMap { AddressRange($0) })
        )
    }

    /// The name of the key that a request is known by; `nil` for nobody.
    private func name(
        _ head: RequestHead,
        _ identification: Identification,
        on surface: Governance.Surface? = nil,
        from peer: String? = nil
    ) throws -> String? {
        var memory = CredentialMemory()
        let address = try peer.map { try SocketAddress(ipAddress: $0, port: 1) }
        let first = try identification.identify(head, on: surface, peer: address, memory: &memory)
        // What is remembered of the credential changes nothing.
        let again = try identification.identify(head, on: surface, peer: address, memory: &memory)
        #expect(first.principal === again.principal)
        return first.keyName
    }

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
        let head = try Heads.head("POST", target, fields)
        #expect(try name(head, closed) == "bot")
        #expect(try name(head, open) == "bot")
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
        #expect { try name(head, closed) } throws: { ($0 as? APIError)?.kind == .invalidKey }
        #expect(try name(head, open) == nil)
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
        #expect(throws: APIError.self) { try name(head, closed) }
    }

    @Test("looks again where a connection presents another key, however alike")
    func memory() throws {
        let keys = ["sk-km-one", "sk-km-two", "sk-km-on"].map { GatewayKey(name: $0, key: Secret($0)) }
        let identification = Self.identification(keys, isRequired: true)
        var memory = CredentialMemory()
        for key in ["sk-km-one", "sk-km-two", "sk-km-one", "sk-km-on", "sk-km-one", "sk-km-one"] {
            let head = try Heads.head("POST", "/", ["authorization: Bearer \(key)"])
            #expect(try identification.identify(head, memory: &memory).keyName == key)
        }
        let stranger = try Heads.head("POST", "/", ["authorization: Bearer sk-km-ond"])
        #expect(throws: APIError.self) { try identification.identify(stranger, memory: &memory) }
    }

    @Test("remembers what was presented, not who that was: a key that is revoked is refused on open connections too")
    func revocation() throws {
        let pepper = KeyPepper.generate()
        let configuration = KanmonConfiguration(keys: [GatewayKey(name: "bot", key: Secret(Self.key))])
        let before = Directory(declared: configuration, pepper: pepper)
        var key = try #require(before.principal(ofKey: "file:bot")?.key)
        key.revoked = Timestamp(seconds: 1)
        let head = try Heads.head("POST", "/", ["authorization: Bearer \(Self.key)"])
        var memory = CredentialMemory()
        for (directory, isKnown) in [(before, true), (before.applying([.key(key)]), false)] {
            let now = Identification(directory: directory, isRequired: false, proxies: TrustedProxies())
            if isKnown {
                #expect(try now.identify(head, memory: &memory).keyName == "bot")
            } else {
                #expect { try now.identify(head, memory: &memory) } throws: { ($0 as? APIError)?.kind == .invalidKey }
            }
        }
    }

    @Test("tells a key that has expired from one that never was")
    func expiry() throws {
        let old = GatewayKey(
            name: "old",
            key: Secret(Self.key),
            expires: Timestamp(seconds: 1_600_000_000),
            access: .init()
        )
        for isRequired in [true, false] {
            let identification = Self.identification([old], isRequired: isRequired)
            let head = try Heads.head("POST", "/", ["x-api-key: \(Self.key)"])
            #expect { try name(head, identification) } throws: { ($0 as? APIError)?.kind == .keyExpired }
        }
    }

    @Test(
        "lets a key be used only where it may be",
        arguments: [
            ("10.1.2.3", [], true), ("10.2.2.3", [], false), (nil, [], false),
            // Behind a trusted proxy the right-most address that is none counts, and nothing that a client wrote itself.
            ("192.0.2.1", ["x-forwarded-for: 10.1.9.9"], true),
            ("192.0.2.1", ["x-forwarded-for: 10.1.9.9, 198.51.100.7"], false),
            ("192.0.2.1", ["x-forwarded-for: nonsense"], false),
            ("198.51.100.7", ["x-forwarded-for: 10.1.9.9"], false),
        ] as [(String?, [String], Bool)]
    )
    func addresses(peer: String?, fields: [String], isAllowed: Bool) throws {
        let key = GatewayKey(
            name: "office",
            key: Secret(Self.key),
            access: AccessRules(addresses: [try #require(AddressRange("10.1.0.0/16"))])
        )
        let identification = Self.identification([key], isRequired: true, proxies: ["192.0.2.0/24"])
        let head = try Heads.head("POST", "/", ["x-api-key: \(Self.key)"] + fields)
        if isAllowed {
            #expect(try name(head, identification, from: peer) == "office")
        } else {
            #expect { try name(head, identification, from: peer) } throws: { ($0 as? APIError)?.kind == .forbidden }
        }
    }

    @Test("lets a key use its surfaces, and whatever is none")
    func surfaces() throws {
        let key = GatewayKey(name: "k", key: Secret(Self.key), access: AccessRules(surfaces: [.gemini]))
        let identification = Self.identification([key], isRequired: true)
        let head = try Heads.head("POST", "/", ["x-api-key: \(Self.key)"])
        #expect(try name(head, identification, on: .gemini) == "k")
        #expect(try name(head, identification, on: nil) == "k")
        #expect { try name(head, identification, on: .openAIChat) } throws: { ($0 as? APIError)?.kind == .forbidden }
    }

    @Test("never shows a key in what it refuses with")
    func secrecy() throws {
        let head = try Heads.head("POST", "/", ["authorization: Bearer sk-km-almost"])
        #expect { try name(head, closed) } throws: { !"\($0)".contains("sk-km-almost") && !"\($0)".contains(Self.key) }
    }
}
