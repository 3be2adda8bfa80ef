import Testing

@testable import Upstream

@Suite("Proxy settings")
struct ProxySettingsTests {
    @Test("Variables are read in either case, lower case wins, and ALL_PROXY stands in")
    func environment() throws {
        let settings = try ProxySettings(environment: [
            "HTTPS_PROXY": "http://upper:1", "https_proxy": "http://lower:2", "ALL_PROXY": "all:3", "HTTP_PROXY": "",
        ])
        #expect(settings.https?.origin.description == "http://lower:2")
        #expect(settings.http?.origin.description == "http://all:3")
        #expect(try ProxySettings(environment: [:]) == ProxySettings())
    }

    @Test(
        "Addresses that cannot be used are refused without being repeated",
        arguments: ["socks5://h:1", "http://", "http://secret@h:1/path", "http://a:secret%zz@h:1", "http://secret@h:x"]
    )
    func badAddress(url: String) {
        let error = #expect(throws: UpstreamError.self) { try ProxySettings(environment: ["ALL_PROXY": url]) }
        #expect(error?.code == .invalidConfiguration)
        #expect(error?.description.contains("secret") == false)
    }

    @Test(
        "NO_PROXY knows names, suffixes, ports, addresses, blocks and the star",
        arguments: [
            ("example.com", "https://example.com", false),
            ("example.com", "https://api.example.com", false),
            ("example.com", "https://notexample.com", true),
            (".example.com", "https://api.example.com", false),
            ("*.Example.com", "https://API.example.COM", false),
            ("example.com:8443", "https://example.com:8443", false),
            ("example.com:8443", "https://example.com", true),
            ("a.test, b.test c.test", "https://b.test", false),
            ("a.test,b.test c.test", "https://c.test", false),
            ("*", "https://anything.test", false),
            ("10.0.0.0/8", "https://10.1.2.3", false),
            ("10.0.0.0/8", "https://11.1.2.3", true),
            ("192.168.0.0/22", "https://192.168.3.255", false),
            ("192.168.0.0/22", "https://192.168.4.0", true),
            ("10.1.2.3", "https://10.1.2.3", false),
            ("10.1.2.3:444", "https://10.1.2.3", true),
            ("fd00::/8", "https://[fd12::1]", false),
            ("fd00::/8", "https://[fe80::1]", true),
            ("[2001:db8::1]:443", "https://[2001:db8:0::1]", false),
            ("10.0.0.0/33,10.0.0.0/x,/8,:", "https://10.0.0.1", true),
            ("", "https://localhost", false),
            ("", "http://127.9.9.9:8080", false),
            ("", "http://[::1]", false),
            ("", "http://[::ffff:127.0.0.1]", false),
            ("", "https://api.test", true),
        ]
    )
    func exceptions(list: String, url: String, isProxied: Bool) throws {
        let settings = try ProxySettings(environment: ["ALL_PROXY": "http://proxy.test:3128", "NO_PROXY": list])
        let origin = try UpstreamOrigin.parse(url).origin
        #expect((settings.proxy(for: origin) != nil) == isProxied)
    }
}
