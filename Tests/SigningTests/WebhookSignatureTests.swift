import Signing
import Testing

@Suite("Signatures of messages to programs")
struct WebhookSignatureTests {
    @Test("the example of Standard Webhooks")
    func published() {
        let value = WebhookSignature.value(
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
            time: 1_614_265_330,
            body: Array(#"{"test": 2432232314}"#.utf8),
            secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
        )
        #expect(value == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
    }

    @Test("a secret that is no base64 counts by its bytes")
    func plainSecret() {
        let value = WebhookSignature.value(id: "a", time: 1, body: Array("{}".utf8), secret: "ひみつ")
        #expect(value == "v1,R+M+tUwYHMZ9w8XAsWhmVabd/4uS1nmdgL7J8nWGUKs=")
        #expect(WebhookSignature.value(id: "a", time: 2, body: Array("{}".utf8), secret: "ひみつ") != value)
    }
}
