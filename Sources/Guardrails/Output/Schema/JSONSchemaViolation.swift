/// One way in which an answer differs from what a schema demands.
public struct JSONSchemaViolation: Sendable, Hashable, CustomStringConvertible {
    /// Where in the answer, as a JSON pointer (RFC 6901); empty for the whole answer.
    public var instancePath: String
    /// The keyword that failed, such as `required`; `syntax` where the answer is no JSON text at all and `duplicate` where an
    /// object names a member twice.
    public var keyword: String
    /// What is wrong, in words that a model understands when it is asked again. No value of the answer is repeated.
    public var message: String

    /// The longest pointer that is written, in bytes.
    static let longestPath = 512

    /// A violation.
    public init(instancePath: String, keyword: String, message: String) {
        self.instancePath = instancePath
        self.keyword = keyword
        self.message = message
    }

    /// Place and problem in one line.
    public var description: String {
        "\(instancePath.isEmpty ? "the whole answer" : instancePath): \(message) (\(keyword))"
    }
}
