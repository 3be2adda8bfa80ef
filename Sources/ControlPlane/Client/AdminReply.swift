public import JSONText

/// The admin API's answer where all went well.
public struct AdminReply: Hashable, Sendable {
    /// The JSON text, exactly as the API gives it; empty where it gives none.
    public let bytes: [UInt8]

    /// An answer.
    /// - Parameter bytes: the JSON text.
    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The JSON value; `null` of an empty answer.
    /// - Throws: ``AdminFailure`` where it is no JSON: something else than a gateway answers.
    public var value: JSONValue {
        get throws(AdminFailure) {
            if bytes.isEmpty { return .null }
            do {
                return try JSONValue(parsing: bytes)
            } catch {
                throw AdminFailure(code: "no_gateway", "The answer is no JSON: is this a gateway's address?")
            }
        }
    }
}
