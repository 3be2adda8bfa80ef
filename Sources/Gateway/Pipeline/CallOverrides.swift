import JSONText
import ModelAPI

/// What a caller wants otherwise for one request: other targets to fall back to, fewer tries, less time.
///
/// Said by header (`x-kanmon-fallbacks: a, b`, `x-kanmon-attempts: 1`, `x-kanmon-timeout: 20s`) or in the body's field `kanmon`
/// (`{"fallbacks": ["a", "b"], "attempts": 1, "timeout": "20s"}`), which no provider gets to see. The same thing said in both
/// places is refused: it cannot be told which one counts.
struct CallOverrides: Hashable, Sendable {
    /// The names of models to ask when the model's own targets have failed.
    var fallbacks: [String] = []
    /// The most tries of one target; never more than the model's own.
    var attempts: Int?
    /// The time for the request as a whole; never longer than the model's own.
    var timeout: Duration?
    /// What conditions look at in place of the body's own metadata: an object. Said by the header `x-kanmon-metadata` alone.
    var metadata: JSONValue?

    /// Nothing.
    static let none = CallOverrides()

    private static let mostFallbacks = 16

    /// Reads what a request wants.
    /// - Parameters:
    ///   - header: what its header fields say.
    ///   - field: the value of the body's field `kanmon`, if it has one.
    /// - Throws: ``ModelAPI/APIError`` of kind `invalidRequest` that names what is wrong.
    init(_ header: GatewayFields, field: JSONValue?) throws(APIError) {
        if let field { try read(field) }
        try read(header)
    }

    private init() {}

    private mutating func read(_ field: JSONValue) throws(APIError) {
        let reader = FieldReader(field, path: "kanmon")
        for member in try reader.object().members {
            let value = FieldReader(member.value, path: "kanmon.\(member.name)")
            switch member.name {
            case "fallbacks":
                var names: [String] = []
                for element in try value.elements() { names.append(try element.string()) }
                fallbacks = try Self.checked(names, "kanmon.fallbacks")
            case "attempts": attempts = try Self.attempts(value.value.int, "kanmon.attempts")
            case "timeout": timeout = try Self.duration(try value.string(), "kanmon.timeout")
            default:
                throw APIError(
                    .invalidRequest,
                    "Unknown field '\(value.path.prefix(128))'; 'kanmon' takes fallbacks, attempts and timeout.",
                    parameter: String(value.path.prefix(128))
                )
            }
        }
    }

    private mutating func read(_ header: GatewayFields) throws(APIError) {
        if let text = header.fallbacks {
            try Self.requireUnsaid(fallbacks.isEmpty, "fallbacks")
            let names = text.split(separator: ",", omittingEmptySubsequences: false).map { String(String($0).trimmed) }
            fallbacks = try Self.checked(names, "x-kanmon-fallbacks")
        }
        if let text = header.attempts {
            try Self.requireUnsaid(attempts == nil, "attempts")
            attempts = try Self.attempts(Int(text), "x-kanmon-attempts")
        }
        if let text = header.timeout {
            try Self.requireUnsaid(timeout == nil, "timeout")
            timeout = try Self.duration(text, "x-kanmon-timeout")
        }
        if let text = header.metadata { metadata = try Self.metadata(text) }
    }

    private static func metadata(_ text: String) throws(APIError) -> JSONValue {
        if let value = try? JSONValue(parsing: text), value.object != nil { return value }
        throw APIError(
            .invalidRequest,
            "The header 'x-kanmon-metadata' must be a JSON object such as {\"plan\": \"pro\"}.",
            parameter: "x-kanmon-metadata"
        )
    }

    private static func requireUnsaid(_ isUnsaid: Bool, _ name: String) throws(APIError) {
        guard !isUnsaid else { return }
        throw APIError(
            .invalidRequest,
            "Both the header 'x-kanmon-\(name)' and the field 'kanmon.\(name)' are there; send one of them.",
            parameter: "kanmon.\(name)"
        )
    }

    private static func checked(_ names: [String], _ place: String) throws(APIError) -> [String] {
        guard names.count <= mostFallbacks, names.allSatisfy({ !$0.isEmpty }) else {
            throw APIError(
                .invalidRequest,
                "'\(place)' must be a list of at most \(mostFallbacks) model names.",
                parameter: place
            )
        }
        return names
    }

    private static func attempts(_ number: Int?, _ place: String) throws(APIError) -> Int {
        guard let number, (1...100).contains(number) else {
            throw APIError(.invalidRequest, "'\(place)' must be a whole number from 1 to 100.", parameter: place)
        }
        return number
    }

    /// `20s`, `1500ms`, `2m`.
    private static func duration(_ text: String, _ place: String) throws(APIError) -> Duration {
        let digits = text.utf8.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        if (1...7).contains(digits.count), let number = Int64(Substring(digits)), number > 0 {
            switch text.dropFirst(digits.count) {
            case "ms": return .milliseconds(number)
            case "s": return .seconds(number)
            case "m": return .seconds(number * 60)
            default: break
            }
        }
        throw APIError(
            .invalidRequest,
            "'\(place)' must be a time such as 1500ms, 20s or 2m.",
            parameter: place
        )
    }
}

extension String {
    /// Without spaces and tabs at both ends.
    fileprivate var trimmed: Substring {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        guard let first = firstIndex(where: { !isBlank($0) }), let last = lastIndex(where: { !isBlank($0) }) else {
            return ""
        }
        return self[first...last]
    }
}
