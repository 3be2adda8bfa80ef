import NIOCore
import Testing

@testable import Gateway
@testable import Upstream

@Suite("Response head")
struct ResponseHeadTests {
    @Test("writes fields in order")
    func fields() {
        var head = Gateway.ResponseHead(status: 404)
        head.add("a", "fixed")
        head.add("b", String("text"))
        for number in [0, 9, 10, -1, 12345] { head.add("n", number) }
        head.end()
        #expect(
            String(buffer: head.buffer)
                == "HTTP/1.1 404 Not Found\r\na: fixed\r\nb: text\r\nn: 0\r\nn: 9\r\nn: 10\r\nn: -1\r\nn: 12345\r\n\r\n"
        )
    }

    @Test(
        "lets no peer's text end a field",
        arguments: [
            ("a\r\nx-evil: 1", "a??x-evil: 1"), ("a\u{0}b\u{7F}c", "a?b?c"), ("tab\tand é", "tab\tand é"), ("", ""),
        ]
    )
    func sanitizes(value: String, written: String) {
        var head = Gateway.ResponseHead(status: 200)
        head.add("x", value)
        head.add(prefix: "x-upstream-", name: Array("n".utf8)[...], value: Array(value.utf8)[...])
        head.end()
        #expect(String(buffer: head.buffer) == "HTTP/1.1 200 OK\r\nx: \(written)\r\nx-upstream-n: \(written)\r\n\r\n")
    }

    @Test("has a reason for every status that is answered with", arguments: [99, 418, 599])
    func statuses(status: Int) {
        #expect(String(buffer: Gateway.ResponseHead(status: status).buffer).hasPrefix("HTTP/1.1 \(status) Status\r\n"))
    }

    @Test("passes on a provider's limits, ids and times under a prefix, and nothing else")
    func upstreamFields() throws {
        let fields = [
            "x-ratelimit-limit-requests: 10", "x-request-id: req_1", "request-id: req_2", "openai-processing-ms: 5",
            "anthropic-ratelimit-tokens-remaining: 7", "retry-after: 3", "retry-after-ms: 3000", "server-timing: a",
            "set-cookie: s=1", "server: nginx", "location: http://internal/", "openai-organization: org-secret",
            "content-type: text/html", "transfer-encoding: chunked", "x-kanmon-provider: spoofed",
            "x-ratelimit: bare", "anthropic-organization-id: o", "x-forwarded-for: 10.0.0.1", "via: 1.1 proxy",
        ]
        let bytes = Array(("HTTP/1.1 200 OK\r\n" + fields.joined(separator: "\r\n") + "\r\n\r\n").utf8)
        let upstream = try Upstream.ResponseHead(parsing: bytes, isHead: false)
        var head = Gateway.ResponseHead(status: 200)
        UpstreamFields.write(upstream.headers, into: &head)
        #expect(
            String(buffer: head.buffer).split(separator: "\r\n").dropFirst() == [
                "x-upstream-ratelimit-limit-requests: 10", "x-upstream-request-id: req_1",
                "x-upstream-request-id: req_2", "x-upstream-openai-processing-ms: 5",
                "x-upstream-anthropic-ratelimit-tokens-remaining: 7", "x-upstream-retry-after: 3",
                "x-upstream-retry-after-ms: 3000", "x-upstream-server-timing: a",
            ]
        )
    }
}
