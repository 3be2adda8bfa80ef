import Testing

@testable import Settings

@Suite("Addresses and URLs")
struct AddressTests {
    @Test(
        "are read into their parts",
        arguments: [
            ("https://api.openai.com/v1", "https", "api.openai.com", 443, "/v1", "api.openai.com"),
            ("HTTPS://API.Example.com:8443//", "https", "api.example.com", 8443, "", "api.example.com:8443"),
            ("http://[2001:db8::1]:80/a%20b/", "http", "2001:db8::1", 80, "/a%20b", "[2001:db8::1]"),
            ("http://[::1]:8000", "http", "::1", 8000, "", "[::1]:8000"),
            ("http://my_service:1", "http", "my_service", 1, "", "my_service:1"),
            ("http://10.0.0.1", "http", "10.0.0.1", 80, "", "10.0.0.1"),
        ]
    )
    func baseURL(text: String, scheme: String, host: String, port: Int, prefix: String, authority: String) throws {
        let url = try BaseURL(parsing: text)
        #expect(url.scheme.rawValue == scheme)
        #expect(url.host == host)
        #expect(url.port == port)
        #expect(url.pathPrefix == prefix)
        #expect(url.authority == authority)
        #expect(try BaseURL(parsing: url.description) == url)
    }

    @Test(
        "that are none are refused with the reason",
        arguments: [
            ("", InvalidURL.notAbsolute), ("api.openai.com", .notAbsolute), ("//a", .notAbsolute),
            ("ws://a", .unsupportedScheme), ("://a", .unsupportedScheme), ("http://", .invalidHost),
            ("http:///v1", .invalidHost), ("http://a:0", .invalidHost), ("http://a:65536", .invalidHost),
            ("http://a:", .invalidHost), ("http://a:+1", .invalidHost), ("http://a..b", .invalidHost),
            ("http://-a", .invalidHost), ("http://1.2.3", .invalidHost), ("http://1.2.3.256", .invalidHost),
            ("http://1.2.3.04", .invalidHost), ("http://[::1", .invalidHost), ("http://[::1]x", .invalidHost),
            ("http://[fe80::1%25eth0]", .invalidHost), ("http://a b", .invalidCharacter),
            ("http://ä.de", .invalidCharacter), ("http://a\r\nb", .invalidCharacter), ("http://u@a", .userInformation),
            ("http://u:p@a/v1", .userInformation), ("http://a?b", .query), ("http://a/b#c", .fragment),
            ("http://a/b/../c", .invalidPath), ("http://a/b//c", .invalidPath), ("http://a/%zz", .invalidPath),
            ("http://a/%4", .invalidPath), ("http://a/\"", .invalidPath),
        ]
    )
    func invalid(text: String, reason: InvalidURL) {
        #expect(throws: reason) { try BaseURL(parsing: text) }
    }

    @Test(
        "of proxies may hold credentials",
        arguments: [
            ("http://proxy:3128", "proxy", 3128, nil, nil),
            ("HTTP://proxy/", "proxy", 80, nil, nil),
            ("http://user@[::1]:1", "::1", 1, "user", nil),
            ("http://us%40er:p%3Aw@proxy", "proxy", 80, "us@er", "p:w"),
            ("http://user:p@ss@proxy", "proxy", 80, "user", "p@ss"),
        ] as [(String, String, Int, String?, String?)]
    )
    func proxy(text: String, host: String, port: Int, username: String?, password: String?) throws {
        let url = try ProxyURL(parsing: text)
        #expect(url == ProxyURL(host: host, port: port, username: username, password: password.map(Secret.init)))
        #expect(!"\(url)".contains("p:w"))
    }

    @Test(
        "of proxies that are none are refused",
        arguments: [
            "proxy:3128", "https://proxy", "socks5://proxy", "http://proxy/path", "http://:p@proxy", "http://%zz@proxy",
            "http://u:%0d%0a@proxy", "http://u:%ff@proxy", "http://proxy:0", "http://proxy?x", "http://",
        ]
    )
    func invalidProxy(text: String) {
        #expect(throws: InvalidURL.self) { try ProxyURL(parsing: text) }
    }

    @Test(
        "to listen on need a host and a port",
        arguments: [
            ("127.0.0.1:4000", "127.0.0.1:4000", true), ("[::1]:0", "[::1]:0", true),
            ("LOCALHOST:1", "localhost:1", true), ("0.0.0.0:80", "0.0.0.0:80", false), ("[::]:80", "[::]:80", false),
            ("example.com:80", "example.com:80", false), ("128.0.0.1:80", "128.0.0.1:80", false), ("4000", nil, false),
            (":4000", nil, false), ("localhost", nil, false), ("::1:4000", nil, false), ("a:b", nil, false),
        ] as [(String, String?, Bool)]
    )
    func listen(text: String, expected: String?, isLoopback: Bool) {
        let address = ListenAddress(text)
        #expect(address?.description == expected)
        #expect(address?.isLoopback ?? false == isLoopback)
    }
}
