internal import Crypto

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

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
        if let secret { fields.append(OutgoingRequest.Field("webhook-signature", signature(secret, time))) }
        return OutgoingRequest(url: url, fields: fields, body: body)
    }

    private func signature(_ secret: String, _ time: Int64) -> String {
        let key = SymmetricKey(data: Self.key(secret))
        let signed = Array("\(id).\(time).".utf8) + body
        let code = HMAC<SHA256>.authenticationCode(for: signed, using: key)
        return "v1,\(Data(code).base64EncodedString())"
    }

    private static func key(_ secret: String) -> Data {
        let prefix = "whsec_"
        if secret.hasPrefix(prefix), let key = Data(base64Encoded: String(secret.dropFirst(prefix.count))), !key.isEmpty
        {
            return key
        }
        return Data(secret.utf8)
    }
}
