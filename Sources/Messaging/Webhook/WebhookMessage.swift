internal import Signing

/// A message to a program, signed so that it can tell whom it is from, and named so that it can tell when it comes twice: the
/// header fields of Standard Webhooks 1.0.0 (`webhook-id`, `webhook-timestamp`, `webhook-signature`).
public struct WebhookMessage: Hashable, Sendable {
    /// What makes it the same message when it is sent again.
    public var id: String
    /// Its content, in JSON.
    public var body: [UInt8]

    /// A message.
    public init(id: String, body: [UInt8]) {
        self.id = id
        self.body = body
    }

    /// The request that it is.
    /// - Parameters:
    ///   - url: where it goes.
    ///   - secret: what both sides know: `whsec_` and base64, or any text, whose bytes are the key then; `nil` for none.
    ///   - time: when it is sent, in seconds since 1970 UTC.
    public func request(to url: String, secret: String?, at time: Int64) -> OutgoingRequest {
        var fields = [
            OutgoingRequest.Field("content-type", "application/json"),
            OutgoingRequest.Field("webhook-id", id),
            OutgoingRequest.Field("webhook-timestamp", "\(time)"),
        ]
        if let secret {
            let signature = WebhookSignature.value(id: id, time: time, body: body, secret: secret)
            fields.append(OutgoingRequest.Field("webhook-signature", signature))
        }
        return OutgoingRequest(url: url, fields: fields, body: body)
    }
}
