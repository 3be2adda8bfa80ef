import JSONText
import Testing

@testable import Messaging

@Suite struct WebhookMessageTests {
    private func value(_ name: String, _ request: OutgoingRequest) -> String? {
        request.fields.first { $0.name == name }?.value
    }

    /// The example of the specification, Standard Webhooks 1.0.0.
    @Test func `Signatures are those of Standard Webhooks`() {
        let message = WebhookMessage(id: "msg_p5jXN8AQM9LWM0D4loKWxJek", body: Array(#"{"test": 2432232314}"#.utf8))
        let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
        let request = message.request(to: "https://example.com/", secret: secret, at: 1_614_265_330)
        #expect(value("webhook-id", request) == message.id)
        #expect(value("webhook-timestamp", request) == "1614265330")
        #expect(value("webhook-signature", request) == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
        #expect(request.body == message.body)
    }

    @Test func `Without a secret nothing is signed; any text is one`() {
        let message = WebhookMessage(id: "a", body: [])
        #expect(value("webhook-signature", message.request(to: "x", secret: nil, at: 0)) == nil)
        let plain = value("webhook-signature", message.request(to: "x", secret: "text", at: 0))
        #expect(plain?.hasPrefix("v1,") == true)
        #expect(plain != value("webhook-signature", message.request(to: "x", secret: "text", at: 1)))
        #expect(plain != value("webhook-signature", message.request(to: "x", secret: "test", at: 0)))
    }

    @Test func `Nothing in a message to Slack is a mention, a link or an end of the bold line`() throws {
        let message = SlackMessage(title: "a*b\n<!channel>", lines: ["<https://evil.example|x> & co", "二行目"])
        let body = try JSONValue(parsing: message.request(to: "https://hooks.example/x").body)
        #expect(body["text"]?.string == "*a∗b &lt;!channel&gt;*\n&lt;https://evil.example|x&gt; &amp; co\n二行目")
    }

    private struct Poster: RequestPoster {
        let status: Int
        func post(_ request: OutgoingRequest) async throws(MessagingError) -> (status: Int, retryAfter: Int?) {
            (status, 7)
        }
    }

    @Test(
        arguments: [
            (200, nil), (204, nil), (301, .refused), (400, .refused), (404, .refused), (408, .deferred),
            (410, .refused),
            (429, .deferred), (500, .deferred), (503, .deferred),
        ] as [(Int, MessagingError.Code?)]
    )
    func `A status says whether it is worth another try`(status: Int, code: MessagingError.Code?) async {
        let request = OutgoingRequest(url: "x", fields: [], body: [])
        do throws(MessagingError) {
            try await Poster(status: status).deliver(request)
            #expect(code == nil)
        } catch {
            #expect(error.code == code)
            #expect(error.retryAfter == (code == .deferred ? 7 : nil))
        }
    }
}
