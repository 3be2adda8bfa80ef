import JSONText
import NIOCore

/// Reads the bodies of requests.
enum AdminBody {
    /// Longer bodies are refused.
    static let byteLimit = 1 << 20
    /// No object of ours is deeper or larger.
    private static let limits = JSONLimits(depth: 32, values: 50_000)

    /// The JSON value of a body.
    /// - Parameters:
    ///   - bytes: the body.
    ///   - contentType: what the request says it is.
    /// - Returns: `nil` where the body is empty.
    static func value(_ bytes: ByteBuffer, contentType: String?) throws(AdminError) -> JSONValue? {
        guard bytes.readableBytes > 0 else { return nil }
        guard bytes.readableBytes <= byteLimit else {
            throw AdminError(413, .bodyTooLarge, "The body must be no longer than \(byteLimit) bytes.")
        }
        guard isJSON(contentType) else {
            throw AdminError(
                415,
                .unsupportedMediaType,
                "The body must be JSON: send content-type application/json or application/merge-patch+json."
            )
        }
        do {
            return try JSONValue(parsing: Array(bytes.readableBytesView), limits: limits)
        } catch {
            throw AdminError(400, .invalidRequest, "The body is no JSON that can be taken: \(error)")
        }
    }

    private static func isJSON(_ contentType: String?) -> Bool {
        guard let contentType else { return false }
        let type = contentType.prefix { $0 != ";" }.lowercased().filter { $0 != " " && $0 != "\t" }
        return type == "application/json" || type == "application/merge-patch+json"
    }
}
