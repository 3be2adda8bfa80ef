public import JSONText

/// Reads typed fields out of a request and says, where one is wrong, which and what was expected.
public struct FieldReader: Sendable {
    /// The value.
    public let value: JSONValue
    /// Where it stands, as `messages[0].content`; empty for the whole body.
    public let path: String

    /// Starts at a value.
    public init(_ value: JSONValue, path: String = "") {
        self.value = value
        self.path = path
    }

    /// The path of a member of this object.
    public func path(of name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

    /// The error that this value is not what it must be.
    /// - Parameter expected: what it must be: `a string`, `one of auto, none`.
    public func wrong(_ expected: String) -> APIError {
        let name = path.isEmpty ? "the body" : "'\(path)'"
        return APIError(
            .invalidRequest,
            "Invalid value for \(name): expected \(expected), got \(value.kind).",
            parameter: path.isEmpty ? nil : path
        )
    }

    /// The error that a member is missing.
    public func missing(_ name: String) -> APIError {
        let path = path(of: name)
        return APIError(.invalidRequest, "Missing required field '\(path)'.", parameter: path)
    }

    // MARK: - This value

    /// This value as an object.
    public func object() throws(APIError) -> JSONObject {
        guard let object = value.object else { throw wrong("an object") }
        return object
    }

    /// This value as an array's elements, each with its path.
    public func elements() throws(APIError) -> [FieldReader] {
        guard let array = value.array else { throw wrong("an array") }
        return array.enumerated().map { FieldReader($1, path: "\(path)[\($0)]") }
    }

    /// This value as a string.
    public func string() throws(APIError) -> String {
        guard let string = value.string else { throw wrong("a string") }
        return string
    }

    /// This value as an integer.
    public func int() throws(APIError) -> Int {
        guard let int = value.int else { throw wrong("an integer") }
        return int
    }

    /// This value as a boolean.
    public func bool() throws(APIError) -> Bool {
        guard let bool = value.bool else { throw wrong("a boolean") }
        return bool
    }

    /// This value as a number.
    public func number() throws(APIError) -> JSONNumber {
        guard let number = value.number else { throw wrong("a number") }
        return number
    }

    /// This value as one of an enumeration's raw values.
    public func choice<Choice: RawRepresentable & CaseIterable>(
        _ type: Choice.Type
    ) throws(APIError) -> Choice where Choice.RawValue == String {
        if let string = value.string, let choice = Choice(rawValue: string) { return choice }
        let allowed = Choice.allCases.map { $0.rawValue }.joined(separator: ", ")
        if let string = value.string {
            throw APIError(
                .invalidRequest,
                "Invalid value for '\(path)': '\(string.prefix(64))'; allowed: \(allowed).",
                parameter: path
            )
        }
        throw wrong("one of \(allowed)")
    }

    // MARK: - Members

    /// The member `name`, if it is there and not `null`.
    public subscript(name: String) -> FieldReader? {
        guard let member = value[name], !member.isNull else { return nil }
        return FieldReader(member, path: path(of: name))
    }

    /// The member `name`.
    /// - Throws: an error that names it, where it is missing or `null`.
    public func required(_ name: String) throws(APIError) -> FieldReader {
        guard let member = self[name] else { throw missing(name) }
        return member
    }

    /// The members of this object that are not among `known`, in order: what a reader has no place for.
    public func others(than known: Set<String>) -> [ChatRequest.UnmappedField] {
        guard let object = value.object else { return [] }
        return object.members
            .filter { !known.contains($0.name) && !$0.value.isNull }
            .map { ChatRequest.UnmappedField(path(of: $0.name), $0.value) }
    }
}
