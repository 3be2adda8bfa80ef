import Testing

@testable import Upstream

@Suite("Server identities")
struct ServerIdentityTests {
    @Test(
        "A name is proven by itself and by an asterisk for its left-most label",
        arguments: [
            ("api.provider.test", "api.provider.test", true), ("api.provider.test", "API.Provider.TEST", true),
            ("api.provider.test.", "api.provider.test", true), ("api.provider.test", "*.provider.test", true),
            ("xn--bcher-kva.provider.test", "*.provider.test", true), ("localhost", "localhost", true),
            ("api.provider.test", "provider.test", false), ("provider.test", "*.provider.test", false),
            ("a.b.provider.test", "*.provider.test", false), ("api.provider.test", "a*.provider.test", false),
            ("api.provider.test", "*pi.provider.test", false), ("api.provider.test", "**.provider.test", false),
            ("api.provider.test", "api.*.test", false), ("api.provider.test", "*.*.test", false),
            ("api.provider.test", "*", false), ("localhost", "*", false), ("api.provider.test", "", false),
            (".provider.test", "*.provider.test", false), ("api.provider.test", "api.provider.test\0", false),
            ("api.provider.test", "api.provider.test\0.other.test", false), ("127.0.0.1", "127.0.0.1", false),
            ("127.0.0.1", "*.0.0.1", false),
        ]
    )
    func names(host: String, presented: String, isProof: Bool) {
        #expect(ServerIdentity(host: host).isProven(byName: presented.utf8) == isProof)
    }

    @Test(
        "An address is proven by its bytes",
        arguments: [
            ("127.0.0.1", [127, 0, 0, 1], true), ("127.0.0.1", [127, 0, 0, 2], false),
            ("127.0.0.1", [127, 0, 0, 1, 0], false), ("127.0.0.1", [], false),
            ("::1", [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], true),
            ("::ffff:127.0.0.1", [127, 0, 0, 1], false), ("localhost", [127, 0, 0, 1], false),
        ] as [(String, [UInt8], Bool)]
    )
    func addresses(host: String, presented: [UInt8], isProof: Bool) {
        #expect(ServerIdentity(host: host).isProven(byAddress: presented) == isProof)
    }
}
