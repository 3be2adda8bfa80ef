internal import Crypto

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// The signature of a message to a program, as Standard Webhooks 1.0.0 has it in `webhook-signature`
/// (<https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md>).
public enum WebhookSignature {
    /// The field's value: `v1,` and an HMAC-SHA-256 over the message's name, its time and its body.
    /// - Parameters:
    ///   - id: the message's name, as it stands in `webhook-id`.
    ///   - time: when it is sent, as it stands in `webhook-timestamp`, in seconds since 1970 UTC.
    ///   - body: the body as it goes out.
    ///   - secret: what both sides know: `whsec_` and base64, or any text, whose bytes are the key then.
    public static func value(id: String, time: Int64, body: [UInt8], secret: String) -> String {
        let signed = Array("\(id).\(time).".utf8) + body
        let code = HMAC<SHA256>.authenticationCode(for: signed, using: SymmetricKey(data: key(secret)))
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
