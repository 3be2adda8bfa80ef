import Crypto
import Governance
import HTTPWire
import ModelAPI
import NIOCore

/// Checks the signatures of requests whose key demands one.
enum RequestSignatures {
    /// - Throws: ``ModelAPI/APIError`` of kind `invalidSignature` where the signature is missing, wrong, used, or may have been.
    static func check(
        _ head: RequestHead,
        _ body: ByteBuffer,
        of caller: Caller,
        _ governor: Governor
    ) throws(APIError) {
        guard let secret = caller.principal?.signingSecret else { return }
        let now = Timestamp(seconds: Int64(WallClock.seconds()))
        let path = head.query.map { "\(head.path)?\($0)" } ?? head.path
        do throws(RequestSignature.Failure) {
            let signature = try RequestSignature(head.fields.first("x-kanmon-signature"))
            let digest = body.withUnsafeReadableBytes { SHA256.hash(data: $0) }
            try signature.verify(method: head.method, path: path, body: digest, secret: secret, now: now)
            try governor.replays.use(signature, now: now)
        } catch {
            var refusal = APIError(.invalidSignature, error.description)
            if case .unremembered(let seconds) = error { refusal.retryAfter = Double(seconds) }
            throw refusal
        }
    }
}
