import Gateway
import JSONText
import NIOCore

/// What an operation answers with.
struct AdminAnswer: Sendable {
    /// What it consists of.
    enum Body: Sendable {
        /// Nothing.
        case none
        /// A JSON text.
        case json([UInt8])
        /// Bytes of another type that come bit by bit; the closure gives them until it returns `nil`.
        case stream(type: String, @Sendable () -> ByteSource)
        /// A request to a model, which the gateway serves on the same connection.
        case call(ControlCall)
    }

    /// Gives the next bytes of a stream; `nil` at its end.
    typealias ByteSource = @Sendable () async throws(AdminError) -> ByteBuffer?

    var status: Int
    var fields: [(name: String, value: String)]
    var body: Body

    init(_ status: Int = 200, fields: [(name: String, value: String)] = [], body: Body = .none) {
        self.status = status
        self.fields = fields
        self.body = body
    }

    /// A JSON value.
    static func json(_ value: JSONValue, status: Int = 200, entityTag: String? = nil) -> AdminAnswer {
        var writer = JSONWriter(capacity: 1024)
        writer.write(value)
        return .json(writer.bytes, status: status, entityTag: entityTag)
    }

    /// A JSON text.
    static func json(_ bytes: [UInt8], status: Int = 200, entityTag: String? = nil) -> AdminAnswer {
        AdminAnswer(status, fields: entityTag.map { [(name: "etag", value: $0)] } ?? [], body: .json(bytes))
    }

    /// Nothing to tell.
    static let done = AdminAnswer(204)
}

extension AdminError {
    /// The error as callers get it: `{"error": {"code", "message", "field", "problems"}}`.
    var answer: AdminAnswer {
        var members: JSONObject = ["code": .string(code.rawValue), "message": .string(message)]
        if let field, !field.isEmpty { members.append("field", .string(field)) }
        if problems.count > 1 {
            members.append(
                "problems",
                .array(
                    problems.map {
                        ["code": .string($0.code), "field": .string($0.field), "message": .string($0.message)]
                    }
                )
            )
        }
        var answer = AdminAnswer.json(["error": .object(members)], status: status)
        if let retryAfter { answer.fields.append((name: "retry-after", value: String(retryAfter))) }
        if !allowed.isEmpty { answer.fields.append((name: "allow", value: allowed.joined(separator: ", "))) }
        if status == 401 { answer.fields.append((name: "www-authenticate", value: "Bearer")) }
        return answer
    }
}
