import HTTPWire
import ModelAPI

/// The table of paths: finds what a request asks for.
///
/// Paths are compared as they came, byte by byte. Nothing is normalised: `//`, `%2e%2e` and the like are simply not among
/// the paths there are, so that no two spellings of a path can be treated differently.
enum Router {
    /// Finds the route of a request.
    /// - Throws: ``APIError`` of kind `notFound` or `methodNotAllowed`.
    static func route(_ head: RequestHead) throws(APIError) -> Route {
        switch head.path {
        case "/v1/chat/completions":
            try require("POST", head)
            return Route(operation: .chat, dialect: .openAIChat)
        case "/v1/embeddings":
            try require("POST", head)
            return Route(operation: .embeddings, dialect: .openAIChat)
        case "/v1/messages":
            try require("POST", head)
            return Route(operation: .chat, dialect: .anthropicMessages)
        case "/v1/messages/count_tokens":
            try require("POST", head)
            return Route(operation: .countTokens, dialect: .anthropicMessages)
        case "/v1/models":
            try require("GET", head)
            return Route(operation: .listModels, dialect: modelsDialect(head))
        case "/v1beta/models":
            try require("GET", head)
            return Route(operation: .listModels, dialect: .gemini)
        case "/healthz":
            try require("GET", head)
            return Route(operation: .health, dialect: .openAIChat)
        case "/readyz":
            try require("GET", head)
            return Route(operation: .readiness, dialect: .openAIChat)
        case "/metrics":
            try require("GET", head)
            return Route(operation: .metrics, dialect: .openAIChat)
        default:
            if let rest = head.path.suffix(behind: "/v1beta/models/") { return try modelRoute(rest, head, .gemini) }
            if let rest = head.path.suffix(behind: "/v1/models/") {
                return try modelRoute(rest, head, modelsDialect(head))
            }
            throw unknownPath
        }
    }

    /// There is nothing of that path here.
    static let unknownPath = APIError(.notFound, "Unknown path. See the list of surfaces in the documentation.")

    /// The dialect whose shape an error on this path takes, also where the path does not exist.
    static func errorDialect(_ head: RequestHead) -> DialectID {
        if head.path.hasPrefix("/v1beta/") { return .gemini }
        if head.path.hasPrefix("/v1/messages") { return .anthropicMessages }
        if head.path.hasPrefix("/v1/models") { return modelsDialect(head) }
        return .openAIChat
    }

    /// All three APIs have `/v1/models`; Anthropic's clients send a version, Google's their own key or name, or, asking for
    /// a model's next turn, an operation behind a colon.
    private static func modelsDialect(_ head: RequestHead) -> DialectID {
        if head.fields.contains("anthropic-version") { return .anthropicMessages }
        if head.fields.contains("x-goog-api-key") || head.fields.contains("x-goog-api-client") { return .gemini }
        return head.method == "POST" ? .gemini : .openAIChat
    }

    private static func require(_ method: StaticString, _ head: RequestHead) throws(APIError) {
        let wanted = "\(method)"
        if head.method == wanted || (wanted == "GET" && head.method == "HEAD") { return }
        throw APIError(.methodNotAllowed, "This path takes \(wanted) only.")
    }

    /// One model, or `{model}:{operation}`, where the model may hold slashes and colons: everything up to the last colon.
    private static func modelRoute(
        _ rest: Substring,
        _ head: RequestHead,
        _ dialect: DialectID
    ) throws(APIError) -> Route {
        if dialect == .gemini, let colon = rest.lastIndex(of: ":"),
            var route = geminiOperation(rest[rest.index(after: colon)...])
        {
            guard let model = decoded(rest[..<colon]) else { throw APIError(.notFound, "Unknown path.") }
            try require("POST", head)
            route.model = model
            if route.stream == true, queryValue("alt", in: head.query) != "sse" { route.framing = .jsonArray }
            return route
        }
        guard let model = decoded(rest) else { throw APIError(.notFound, "Unknown path.") }
        if dialect == .gemini, head.method == "POST" {
            throw APIError(.notFound, "Unknown operation; see the list of surfaces in the documentation.")
        }
        try require("GET", head)
        return Route(operation: .showModel, dialect: dialect, model: model)
    }

    private static func geminiOperation(_ name: Substring) -> Route? {
        switch name {
        case "generateContent": Route(operation: .chat, dialect: .gemini, stream: false)
        case "streamGenerateContent": Route(operation: .chat, dialect: .gemini, stream: true)
        case "countTokens": Route(operation: .countTokens, dialect: .gemini)
        default: nil
        }
    }

    /// The first value of a query parameter, percent-decoded.
    static func queryValue(_ name: StaticString, in query: String?) -> String? {
        guard let query else { return nil }
        let wanted = "\(name)"
        for pair in query.utf8.split(separator: UInt8(ascii: "&")) {
            let name = pair.prefix { $0 != UInt8(ascii: "=") }
            if name.elementsEqual(wanted.utf8) { return decoded(Substring(pair.dropFirst(name.count + 1))) }
        }
        return nil
    }

    /// The text with its percent escapes resolved (RFC 3986 §2.1).
    /// - Returns: `nil` where it is empty, an escape is broken, or it would hold a control character or no UTF-8.
    static func decoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var rest = text.utf8.makeIterator()
        while let byte = rest.next() {
            if byte == UInt8(ascii: "%") {
                guard let high = rest.next().flatMap(hexadecimal), let low = rest.next().flatMap(hexadecimal) else {
                    return nil
                }
                bytes.append(high << 4 | low)
            } else {
                bytes.append(byte)
            }
        }
        guard !bytes.isEmpty, bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func hexadecimal(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte &- UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte &- UInt8(ascii: "a") &+ 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte &- UInt8(ascii: "A") &+ 10
        default: nil
        }
    }
}

extension String {
    /// What stands behind a prefix, if the text has it.
    fileprivate func suffix(behind prefix: String) -> Substring? {
        hasPrefix(prefix) ? self[index(startIndex, offsetBy: prefix.utf8.count)...] : nil
    }
}
