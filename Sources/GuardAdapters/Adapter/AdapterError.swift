/// Why a service's verdict is not known.
public struct AdapterError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What happened; the raw value is a stable code.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// The service answered with a status that is no verdict.
        case status
        /// The answer is no JSON, is too long or repeats a name.
        case invalidJSON = "invalid_json"
        /// The answer is not of the documented shape.
        case unexpectedShape = "unexpected_shape"
        /// A finding lies outside the text.
        case offsetOutOfRange = "offset_out_of_range"
        /// The service says that it has not looked at everything.
        case incomplete
        /// There are not as many answers as requests.
        case wrongNumberOfAnswers = "wrong_number_of_answers"
        /// There is more text than is sent for one call.
        case tooMuchText = "too_much_text"
        /// A text is not UTF-8.
        case invalidText = "invalid_text"
    }

    /// What happened.
    public let code: Code
    /// Where in the answer, and what was expected there; never what stood there.
    public let detail: String

    /// An error.
    public init(_ code: Code, _ detail: String) {
        self.code = code
        self.detail = detail
    }

    /// Both in words.
    public var description: String { "\(code.rawValue): \(detail)" }
}
