public import Routing

extension ConditionConfiguration {
    /// The condition in the form in which requests are compared with it.
    /// - Returns: the condition, its regular expressions compiled.
    /// - Throws: ``ConditionError`` where an operator does not take its value; never for a condition that was loaded.
    public func condition() throws(ConditionError) -> Condition {
        switch self {
        case .comparison(let field, let word, let value):
            .comparison(field.field, try Condition.Test(word, value.fact))
        case .all(let conditions):
            .and(try conditions.map { condition throws(ConditionError) in try condition.condition() })
        case .any(let conditions):
            .or(try conditions.map { condition throws(ConditionError) in try condition.condition() })
        case .not(let condition): .not(try condition.condition())
        }
    }
}

extension ConditionConfiguration.Field {
    fileprivate var field: Condition.Field {
        switch self {
        case .header(let name): .header(name)
        case .metadata(let name): .metadata(name)
        case .parameter(let path): .parameter(path)
        case .key: .key
        case .team: .team
        case .inputTokens: .inputTokens
        case .model: .model
        }
    }
}

extension ConditionConfiguration.Value {
    fileprivate var fact: FactValue {
        switch self {
        case .string(let text): .string(text)
        case .number(let number): .number(number)
        case .bool(let bool): .bool(bool)
        case .list(let values): .list(values.map(\.fact))
        }
    }
}
