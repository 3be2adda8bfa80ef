import Configuration
import Routing

extension Condition {
    /// A condition as a document writes it.
    init(_ configured: ConditionConfiguration) throws(ConditionError) {
        switch configured {
        case .comparison(let field, let word, let value):
            self = .comparison(Field(field), try Test(Operator(word), FactValue(value)))
        case .all(let conditions): self = .and(try Self.all(conditions))
        case .any(let conditions): self = .or(try Self.all(conditions))
        case .not(let condition): self = .not(try Condition(condition))
        }
    }

    private static func all(_ configured: [ConditionConfiguration]) throws(ConditionError) -> [Condition] {
        var conditions: [Condition] = []
        for condition in configured { conditions.append(try Condition(condition)) }
        return conditions
    }
}

extension Condition.Field {
    init(_ configured: ConditionConfiguration.Field) {
        switch configured {
        case .header(let name): self = .header(name)
        case .metadata(let name): self = .metadata(name)
        case .parameter(let path): self = .parameter(path)
        case .key: self = .key
        case .team: self = .team
        case .inputTokens: self = .inputTokens
        case .model: self = .model
        }
    }
}

extension Condition.Operator {
    init(_ configured: ConditionConfiguration.Operator) {
        self =
            switch configured {
            case .eq: .eq
            case .ne: .ne
            case .gt: .gt
            case .gte: .gte
            case .lt: .lt
            case .lte: .lte
            case .in: .in
            case .nin: .nin
            case .regex: .regex
            }
    }
}

extension FactValue {
    init(_ configured: ConditionConfiguration.Value) {
        switch configured {
        case .string(let text): self = .string(text)
        case .number(let number): self = .number(number)
        case .bool(let flag): self = .bool(flag)
        case .list(let values): self = .list(values.map { FactValue($0) })
        }
    }
}
