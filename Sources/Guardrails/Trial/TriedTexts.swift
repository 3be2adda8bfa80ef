public import JSONText

/// A text or a conversation that somebody wants to see looked at, as JSON: `{"text": "…"}` or `{"messages": […]}`.
public struct TriedTexts: Sendable {
    /// Where a text stands.
    public enum Place: Sendable {
        /// It is the only one.
        case text
        /// It is the content of a message.
        case content(message: Int)
        /// It is one of the parts that a message's content is a list of.
        case part(message: Int, index: Int)
        /// It is the arguments of one of a message's calls of tools.
        case arguments(message: Int, call: Int)

        /// The members that tell the place of a span.
        public var members: JSONObject {
            switch self {
            case .text: [:]
            case .content(let message): ["message": .number(JSONNumber(message))]
            case .part(let message, let index):
                ["message": .number(JSONNumber(message)), "part": .number(JSONNumber(index))]
            case .arguments(let message, let call):
                ["message": .number(JSONNumber(message)), "tool_call": .number(JSONNumber(call))]
            }
        }
    }

    /// One of the texts.
    public struct Text: Sendable {
        /// Where it stands.
        public var place: Place
        /// UTF-8.
        public var bytes: [UInt8]
        /// Who wrote it.
        public var origin: TextOrigin

        /// It as guardrails look at it.
        public var guarded: GuardText {
            if case .arguments = place { return GuardText(bytes, ScanContext(origin: origin), part: .arguments) }
            return GuardText(bytes, ScanContext(origin: origin))
        }
    }

    /// Why they cannot be read.
    public struct Problem: Error {
        /// One sentence without its stop.
        public var message: String
    }

    /// No line is longer, in bytes.
    public static let longest = 64 << 20

    /// What they call themselves together; `null` where they do not.
    public let id: JSONValue
    /// The texts in order.
    public private(set) var texts: [Text] = []
    private let source: JSONObject

    /// Reads them from a line of JSON.
    /// - Throws: ``Problem``
    public init(_ line: [UInt8]) throws(Problem) {
        guard line.count <= Self.longest else { throw Problem(message: "the line is longer than 64 MiB") }
        let value: JSONValue
        do { value = try JSONValue(parsing: line) } catch { throw Problem(message: "not JSON: \(error)") }
        guard let object = value.object else { throw Problem(message: "not an object") }
        try self.init(object)
    }

    /// Reads them from an object.
    /// - Throws: ``Problem``
    public init(_ object: JSONObject) throws(Problem) {
        source = object
        id = object["id"] ?? .null
        if let text = object["text"]?.string {
            texts = [Text(place: .text, bytes: Array(text.utf8), origin: .user)]
        } else if let messages = object["messages"]?.array {
            for (index, message) in messages.enumerated() { try read(message, index) }
        } else {
            throw Problem(message: "neither a string 'text' nor a list 'messages'")
        }
    }

    private mutating func read(_ message: JSONValue, _ index: Int) throws(Problem) {
        guard message.object != nil else { throw Problem(message: "message \(index) is no object") }
        let origin: TextOrigin =
            switch message["role"]?.string {
            case "system", "developer": .system
            case "assistant": .assistant
            case "tool", "function": .tool
            case "document": .document
            default: .user
            }
        if let content = message["content"]?.string {
            texts.append(Text(place: .content(message: index), bytes: Array(content.utf8), origin: origin))
        }
        for (part, content) in (message["content"]?.array ?? []).enumerated() {
            guard let text = content["text"]?.string else { continue }
            texts.append(Text(place: .part(message: index, index: part), bytes: Array(text.utf8), origin: origin))
        }
        for (call, value) in (message["tool_calls"]?.array ?? []).enumerated() {
            guard let arguments = value["function"]?["arguments"]?.string else { continue }
            texts.append(
                Text(place: .arguments(message: index, call: call), bytes: Array(arguments.utf8), origin: origin)
            )
        }
    }

    /// The object with other texts in the places of its own.
    /// - Parameter replacements: one for each of ``texts``.
    public func replacing(_ replacements: [String]) -> JSONObject {
        var object = source
        var messages = source["messages"]?.array ?? []
        for (text, replacement) in zip(texts, replacements) {
            switch text.place {
            case .text: object["text"] = .string(replacement)
            case .content(let message): messages[message].set("content", .string(replacement))
            case .part(let message, let index):
                var parts = messages[message]["content"]?.array ?? []
                parts[index].set("text", .string(replacement))
                messages[message].set("content", .array(parts))
            case .arguments(let message, let call):
                var calls = messages[message]["tool_calls"]?.array ?? []
                var function = calls[call]["function"] ?? .null
                function.set("arguments", .string(replacement))
                calls[call].set("function", function)
                messages[message].set("tool_calls", .array(calls))
            }
        }
        if object["messages"] != nil { object["messages"] = .array(messages) }
        return object
    }
}

extension JSONValue {
    /// Sets a member, where this is an object.
    fileprivate mutating func set(_ name: String, _ value: JSONValue) {
        guard var object else { return }
        object[name] = value
        self = .object(object)
    }
}
