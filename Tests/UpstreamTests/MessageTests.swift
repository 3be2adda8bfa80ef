import HTTPWire
import NIOCore
import Testing

@testable import Upstream

@Suite("Origins, header blocks and errors")
struct MessageTests {
    @Test(
        "An origin is read from a URL, with its path",
        arguments: [
            ("https://api.openai.com/v1", "https://api.openai.com", "/v1", "api.openai.com"),
            ("HTTP://LocalHost:8000", "http://localhost:8000", "", "localhost:8000"),
            ("https://[::1]:8443/a/b", "https://[::1]:8443", "/a/b", "[::1]:8443"),
            ("http://10.0.0.1:80/", "http://10.0.0.1", "/", "10.0.0.1"),
        ]
    )
    func origin(url: String, description: String, path: String, authority: String) throws {
        let parsed = try UpstreamOrigin.parse(url)
        #expect(parsed.origin.description == description)
        #expect(parsed.path == path)
        #expect(parsed.origin.authority == authority)
    }

    @Test(
        "What is no origin is refused",
        arguments: [
            "", "api.openai.com", "ftp://x", "https://", "https://user:pw@host", "https://a b", "https://host:0",
            "https://host:65536", "https://host:+1", "https://host:x", "https://[::1", "https://[::1]x",
            "https://host/a?b", "https://host/#x", "https://host?x", "https://h\u{f6}st", "https://a/\r\nb",
        ]
    )
    func noOrigin(url: String) {
        let error = #expect(throws: UpstreamError.self) { try UpstreamOrigin.parse(url) }
        #expect(error?.code == .invalidConfiguration)
    }

    @Test("A header block shows its secrets to nobody")
    func secrecy() throws {
        let block = try HeaderBlock([("authorization", "Bearer sk-secret")])
        var dumped = ""
        dump(block, to: &dumped)
        for text in ["\(block)", String(reflecting: block), dumped] {
            #expect(!text.contains("sk-secret"))
        }
        #expect(String(decoding: block.bytes, as: UTF8.self) == "authorization: Bearer sk-secret\r\n")

        let proxy = try UpstreamProxy(url: "http://user:sk-secret@proxy.test:3128")
        dump(proxy, to: &dumped)
        for text in ["\(proxy)", String(reflecting: proxy), dumped] {
            #expect(!text.contains("sk-secret"))
            #expect(!text.contains(Base64.encode(Array("user:sk-secret".utf8))))
        }
    }

    @Test(
        "A field that could end early or speak for the connection is refused, without its value in the error",
        arguments: [
            ("", "a"), ("a b", "a"), ("a:", "a"), ("a", "secret\r\nb: c"), ("a", "secret\nb"), ("a", "secret\u{0}"),
            ("a", " secret"), ("a", "secret\t"), ("Connection", "close"), ("HOST", "x"), ("Accept-Encoding", "gzip"),
            ("te", "trailers"), ("Expect", "100-continue"), ("Upgrade", "h2c"), ("Proxy-Authorization", "x"),
        ]
    )
    func badField(name: String, value: String) {
        let error = #expect(throws: UpstreamError.self) { try HeaderBlock([(name, value)]) }
        #expect(error?.code == .invalidRequest)
        #expect(error?.description.contains("secret") == false)
    }

    @Test(
        "An answer that cannot be taken is told as one that came too late to try elsewhere for free",
        arguments: [
            (WireError.Kind.headTooLarge, UpstreamError.Code.responseHeadTooLarge), (.malformed, .invalidResponse),
            (.unsupportedVersion, .invalidResponse), (.unsupportedCoding, .invalidResponse),
            (.targetTooLong, .invalidResponse),
        ]
    )
    func wireError(kind: WireError.Kind, code: UpstreamError.Code) {
        #expect(UpstreamError(WireError(kind, "why")) == UpstreamError(code, "why", requestWasSent: true))
    }

    @Test(
        "Base 64 is the standard one",
        arguments: ["": "", "f": "Zg==", "fo": "Zm8=", "foo": "Zm9v", "foob": "Zm9vYg=="]
    )
    func base64(plain: String, encoded: String) {
        #expect(Base64.encode(Array(plain.utf8)) == encoded)
    }

    @Test("A deadline too far away is never rather than a trap")
    func deadlines() {
        #expect(NIODeadline.now().after(.nanoseconds(.max)) == .distantFuture)
        #expect(NIODeadline.uptimeNanoseconds(5).after(.nanoseconds(7)) == .uptimeNanoseconds(12))
    }
}
