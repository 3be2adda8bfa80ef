import JSONText

/// A value of a request together with its path: reading it wrongly typed fails as it does at the real provider.
struct RequestNode: Sendable {
    let value: JSONValue
    let path: FieldPath

    init(_ value: JSONValue, dialect: Dialect) {
        self.value = value
        path = FieldPath(dialect: dialect)
    }

    private init(_ value: JSONValue, path: FieldPath) {
        self.value = value
        self.path = path
    }

    // MARK: Members

    /// The member `name`; `nil` where it is absent or `null`. Gemini takes both spellings of a name.
    func optional(_ name: String) -> RequestNode? {
        var found = value[name]
        if found == nil, path.dialect == .gemini { found = value[Self.snakeCase(name)] }
        guard let found, !found.isNull else { return nil }
        return RequestNode(found, path: path.appending(.name(name)))
    }

    /// The member of exactly this name: for members whose names are the caller's own.
    func exactly(_ name: String) -> RequestNode? {
        value[name].map { RequestNode($0, path: path.appending(.name(name))) }
    }

    func required(_ name: String) throws(Refusal) -> RequestNode {
        guard let node = optional(name) else { throw missing(name) }
        return node
    }

    func optionalString(_ name: String) throws(Refusal) -> String? { try optional(name)?.string() }
    func optionalInt(_ name: String) throws(Refusal) -> Int? { try optional(name)?.int() }
    func optionalBool(_ name: String) throws(Refusal) -> Bool? { try optional(name)?.bool() }
    func optionalArray(_ name: String) throws(Refusal) -> [RequestNode] { try optional(name)?.array() ?? [] }

    /// Refuses members that the real API does not know; names that start with `x_` pass, as room for tests.
    func allowOnly(_ names: Set<String>) throws(Refusal) {
        for member in try object() {
            let name = path.dialect == .gemini ? Self.camelCase(member.name) : member.name
            guard !names.contains(name), !member.name.hasPrefix("x_") else { continue }
            throw unknown(member.name)
        }
    }

    // MARK: Types

    func string() throws(Refusal) -> String {
        guard let string = value.string else { throw wrongType("a string", "a valid string", "TYPE_STRING") }
        return string
    }

    func bool() throws(Refusal) -> Bool {
        guard let bool = value.bool else { throw wrongType("a boolean", "a valid boolean", "TYPE_BOOL") }
        return bool
    }

    func int() throws(Refusal) -> Int {
        guard let int = value.int else { throw wrongType("an integer", "a valid integer", "TYPE_INT32") }
        return int
    }

    /// A number within bounds.
    func number(in bounds: ClosedRange<Double>) throws(Refusal) -> Double {
        guard let number = value.number?.double else {
            throw wrongType("a decimal", "a valid number", "TYPE_FLOAT")
        }
        guard bounds.contains(number) else { throw outOfRange(number, bounds) }
        return number
    }

    /// An integer within bounds.
    func int(in bounds: ClosedRange<Int>) throws(Refusal) -> Int {
        let int = try int()
        guard bounds.contains(int) else {
            throw outOfRange(Double(int), Double(bounds.lowerBound)...Double(bounds.upperBound))
        }
        return int
    }

    func object() throws(Refusal) -> JSONObject {
        guard let object = value.object else { throw wrongType("an object", "a valid dictionary", "TYPE_MESSAGE") }
        return object
    }

    func array() throws(Refusal) -> [RequestNode] {
        guard let array = value.array else { throw wrongType("an array of objects", "a valid list", "a list") }
        return array.enumerated().map { RequestNode($1, path: path.appending(.index($0))) }
    }

    func strings() throws(Refusal) -> [String] {
        var out: [String] = []
        for node in try array() { out.append(try node.string()) }
        return out
    }

    // MARK: Refusals

    /// A 400 about this value.
    func refusal(_ message: String, code: String? = nil) -> Refusal {
        switch path.dialect {
        case .openAI: Refusal(400, message, param: path.text, code: code)
        case .anthropic: Refusal(400, path.steps.isEmpty ? message : "\(path.text): \(message)")
        case .gemini, .cohere: Refusal(400, message)
        }
    }

    func missing(_ name: String) -> Refusal {
        let place = path.appending(.name(name)).text
        switch path.dialect {
        case .openAI:
            return Refusal(
                400,
                "Missing required parameter: '\(place)'.",
                param: place,
                code: "missing_required_parameter"
            )
        case .anthropic: return Refusal(400, "\(place): Field required")
        case .cohere: return Refusal(400, "invalid request: \(place) must be provided")
        case .gemini: return Refusal(400, "* GenerateContentRequest.\(place): \(name) is not specified\n")
        }
    }

    private func unknown(_ name: String) -> Refusal {
        let place = path.appending(.name(name)).text
        switch path.dialect {
        case .openAI:
            return path.steps.isEmpty
                ? Refusal(400, "Unrecognized request argument supplied: \(name)", code: nil)
                : Refusal(400, "Unknown parameter: '\(place)'.", param: place, code: "unknown_parameter")
        case .anthropic: return Refusal(400, "\(place): Extra inputs are not permitted")
        case .cohere: return Refusal(400, "unknown field: parameter '\(place)' is not a valid field")
        case .gemini:
            let at = path.steps.isEmpty ? "" : " at '\(path.text)'"
            return Refusal(
                400,
                "Invalid JSON payload received. Unknown name \"\(name)\"\(at): Cannot find field."
            )
        }
    }

    private func wrongType(_ openAI: String, _ anthropic: String, _ gemini: String) -> Refusal {
        switch path.dialect {
        case .openAI:
            refusal(
                "Invalid type for '\(path.text)': expected \(openAI), but got \(value.kind) instead.",
                code: "invalid_type"
            )
        case .anthropic: refusal("Input should be \(anthropic)")
        case .cohere: refusal("invalid type: parameter \(path.text) is of type \(value.kind)")
        case .gemini: refusal("Invalid value at '\(path.text)' (\(gemini)), \(value.kind)")
        }
    }

    private func outOfRange(_ number: Double, _ bounds: ClosedRange<Double>) -> Refusal {
        let isLow = number < bounds.lowerBound
        let bound = JSONNumber(isLow ? bounds.lowerBound : bounds.upperBound)?.text ?? ""
        let got = JSONNumber(number)?.text ?? "a number that is too large"
        switch path.dialect {
        case .openAI:
            return refusal(
                "Invalid '\(path.text)': expected a value \(isLow ? ">=" : "<=") \(bound), but got \(got) instead.",
                code: isLow ? "integer_below_min_value" : "integer_above_max_value"
            )
        case .anthropic:
            return refusal("Input should be \(isLow ? "greater" : "less") than or equal to \(bound)")
        case .cohere:
            return refusal("invalid request: \(path.text) must be \(isLow ? "at least" : "at most") \(bound)")
        case .gemini:
            return refusal(
                "Unable to submit request because \(path.text) is \(got), but the supported range is from "
                    + "\(JSONNumber(bounds.lowerBound)?.text ?? "") to \(JSONNumber(bounds.upperBound)?.text ?? "")."
            )
        }
    }

    // MARK: Spelling

    private static func snakeCase(_ name: String) -> String {
        name.reduce(into: "") { $0 += $1.isUppercase ? "_\($1.lowercased())" : String($1) }
    }

    private static func camelCase(_ name: String) -> String {
        guard name.contains("_") else { return name }
        let words = name.split(separator: "_", omittingEmptySubsequences: false)
        return words.dropFirst().reduce(into: String(words.first ?? "")) { out, word in
            out += word.prefix(1).uppercased() + word.dropFirst()
        }
    }
}
