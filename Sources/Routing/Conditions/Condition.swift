/// What must hold of a request for a branch to be taken.
///
/// How values compare:
/// - Two texts are equal where they are the same text. A number equals a number of the same value, however it is
///   written, and a text that reads as one: the header `x-n: 12.0` equals 12. The same goes for `true` and `false`.
/// - `gt`, `gte`, `lt` and `lte` compare numbers, and texts that read as numbers.
/// - A list in the request does what one of its elements does: `["a", "b"]` equals `"a"`.
/// - Where the request has no such value, every test fails; `ne` and `nin`, the opposites of `eq` and `in`, hold.
public indirect enum Condition: Hashable, Sendable {
    /// Any request.
    case always
    /// One value of the request passes a test.
    case comparison(Field, Test)
    /// All hold; holds without any.
    case and([Condition])
    /// At least one holds; does not hold without any.
    case or([Condition])
    /// It does not hold.
    case not(Condition)

    /// A value of the request.
    public enum Field: Hashable, Sendable {
        /// A request header, by its lower-case name.
        case header(String)
        /// A value of the body, by field names joined with dots.
        case parameter(String)
        /// A value of the caller's metadata.
        case metadata(String)
        /// The name of the caller's key.
        case key
        /// The name of the caller's team.
        case team
        /// The prompt's estimated length in tokens.
        case inputTokens
        /// The public model name.
        case model
    }

    /// Whether it holds for a request. Asks of the request only what decides.
    public func evaluate(_ facts: any RequestFacts) -> Bool {
        switch self {
        case .always: true
        case .comparison(let field, let test): test.passes(field.value(in: facts))
        case .and(let conditions): conditions.allSatisfy { $0.evaluate(facts) }
        case .or(let conditions): conditions.contains { $0.evaluate(facts) }
        case .not(let condition): !condition.evaluate(facts)
        }
    }
}

extension Condition.Field {
    /// What the request has there.
    func value(in facts: any RequestFacts) -> FactValue {
        switch self {
        case .header(let name): facts.header(name).map { .string($0) } ?? .absent
        case .parameter(let path): facts.parameter(path)
        case .metadata(let name): facts.metadata(name)
        case .key: facts.keyName.map { .string($0) } ?? .absent
        case .team: facts.teamName.map { .string($0) } ?? .absent
        case .inputTokens: .number(Double(facts.estimatedInputTokens))
        case .model: .string(facts.model)
        }
    }
}

extension Condition: CustomStringConvertible {
    /// The condition in one line.
    public var description: String {
        switch self {
        case .always: "always"
        case .comparison(let field, let test): "\(field) \(test)"
        case .and(let conditions): Self.joined(conditions, by: " and ", ifEmpty: "always")
        case .or(let conditions): Self.joined(conditions, by: " or ", ifEmpty: "never")
        case .not(let condition): "not (\(condition))"
        }
    }

    private static func joined(_ conditions: [Condition], by word: String, ifEmpty: String) -> String {
        conditions.isEmpty ? ifEmpty : "(\(conditions.map(\.description).joined(separator: word)))"
    }
}

extension Condition.Field: CustomStringConvertible {
    /// The field as the configuration names it.
    public var description: String {
        switch self {
        case .header(let name): "header \(name)"
        case .parameter(let path): "parameter \(path)"
        case .metadata(let name): "metadata \(name)"
        case .key: "key"
        case .team: "team"
        case .inputTokens: "input_tokens"
        case .model: "model"
        }
    }
}
