import JSONText

/// Why a request to the admin API came to nothing, as a client tells it.
public struct AdminFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// What went wrong, for programs: the API's code, or one of the client's own.
    public let code: String
    /// What went wrong, for people.
    public let message: String
    /// The member or the parameter that is meant.
    public var field: String?
    /// Everything that is wrong with a body, a line each, where it is more than one thing.
    public var problems: [String] = []
    /// The HTTP status; `nil` where there was no answer.
    public var status: Int?

    /// A failure.
    /// - Parameters:
    ///   - code: what went wrong, for programs.
    ///   - message: what went wrong, for people.
    public init(code: String, _ message: String) {
        self.code = code
        self.message = message
    }

    /// What an answer with an error says.
    /// - Parameters:
    ///   - status: its HTTP status.
    ///   - body: its body, of whatever kind.
    public init(status: Int, body: [UInt8]) {
        let error = (try? JSONValue(parsing: body))?["error"]
        self.init(
            code: error?["code"]?.string ?? "http_\(status)",
            error?["message"]?.string ?? "The server answered with status \(status), and not as a gateway does."
        )
        self.status = status
        field = error?["field"]?.string
        problems = error?["problems"]?.array?.compactMap(Self.line) ?? []
    }

    init(_ error: AdminError) {
        self.init(code: error.code.rawValue, error.message)
        status = error.status
        field = error.field
        problems = error.problems.count > 1 ? error.problems.map { "\($0.field): \($0.message)" } : []
    }

    private static func line(_ problem: JSONValue) -> String? {
        guard let field = problem["field"]?.string, let message = problem["message"]?.string else { return nil }
        return "\(field): \(message)"
    }

    /// Code and message, the field where the message does not name it, and every problem on a line of its own. Nothing in
    /// it moves a terminal's cursor.
    public var description: String {
        var lines = ["\(code): \(message)"]
        if let field, !field.isEmpty, !message.hasPrefix(field + ":") { lines[0] += " (\(field))" }
        lines += problems.map { "  " + $0 }
        return lines.map(TerminalText.plain).joined(separator: "\n")
    }
}
