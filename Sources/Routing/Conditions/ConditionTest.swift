extension Condition {
    /// How a field is compared; the raw value is what a document writes.
    public enum Operator: String, Hashable, Sendable, CaseIterable {
        /// Equal to a text, a number or a truth value.
        case eq
        /// Not equal; also where the field is absent.
        case ne
        /// Greater than a number.
        case gt
        /// A number or greater.
        case gte
        /// Less than a number.
        case lt
        /// A number or less.
        case lte
        /// One of a list.
        case `in`
        /// None of a list; also where the field is absent.
        case nin
        /// Matched, anywhere in its text, by a regular expression.
        case regex
    }

    /// How the value of a field is tested.
    public enum Test: Hashable, Sendable {
        /// Equal.
        case equals(FactValue)
        /// Not equal.
        case differs(FactValue)
        /// Greater.
        case greater(Double)
        /// Greater or equal.
        case greaterOrEqual(Double)
        /// Less.
        case less(Double)
        /// Less or equal.
        case lessOrEqual(Double)
        /// Equal to one of them.
        case isOneOf([FactValue])
        /// Equal to none of them.
        case isNoneOf([FactValue])
        /// A text that matches somewhere.
        case matches(Pattern)

        /// Makes a test of the configuration's words.
        /// - Parameters:
        ///   - word: the operator.
        ///   - value: what to compare with: one text, number or bool for `eq` and `ne`, a number for the comparisons, a
        ///     list for `in` and `nin`, a regular expression for `regex`.
        /// - Throws: ``ConditionError`` where the value is not what the operator takes.
        public init(_ word: Operator, _ value: FactValue) throws(ConditionError) {
            switch word {
            case .eq: self = .equals(try Self.single(value, for: word))
            case .ne: self = .differs(try Self.single(value, for: word))
            case .gt: self = .greater(try Self.number(value, for: word))
            case .gte: self = .greaterOrEqual(try Self.number(value, for: word))
            case .lt: self = .less(try Self.number(value, for: word))
            case .lte: self = .lessOrEqual(try Self.number(value, for: word))
            case .in: self = .isOneOf(try Self.list(value, for: word))
            case .nin: self = .isNoneOf(try Self.list(value, for: word))
            case .regex:
                guard case .string(let text) = value else { throw .wrongValue(word, expected: "text") }
                do {
                    self = .matches(try Pattern(parsing: text))
                } catch {
                    throw .pattern(error)
                }
            }
        }

        private static func single(_ value: FactValue, for word: Operator) throws(ConditionError) -> FactValue {
            switch value {
            case .string, .number, .bool: return value
            case .list, .absent: throw .wrongValue(word, expected: "one text, number or bool")
            }
        }

        private static func number(_ value: FactValue, for word: Operator) throws(ConditionError) -> Double {
            guard let number = value.asNumber else { throw .wrongValue(word, expected: "a number") }
            return number
        }

        private static func list(_ value: FactValue, for word: Operator) throws(ConditionError) -> [FactValue] {
            guard case .list(let values) = value else { throw .wrongValue(word, expected: "a list") }
            for value in values { _ = try single(value, for: word) }
            return values
        }
    }
}

extension Condition.Test {
    /// Whether a value of a request passes.
    func passes(_ fact: FactValue) -> Bool {
        switch self {
        case .equals(let value): fact.someElement { $0.means(value) }
        case .differs(let value): !fact.someElement { $0.means(value) }
        case .greater(let bound): fact.someNumber { $0 > bound }
        case .greaterOrEqual(let bound): fact.someNumber { $0 >= bound }
        case .less(let bound): fact.someNumber { $0 < bound }
        case .lessOrEqual(let bound): fact.someNumber { $0 <= bound }
        case .isOneOf(let values): fact.someElement { element in values.contains { element.means($0) } }
        case .isNoneOf(let values): !fact.someElement { element in values.contains { element.means($0) } }
        case .matches(let pattern): fact.someElement { $0.text.map(pattern.matches) ?? false }
        }
    }
}

extension FactValue {
    /// Whether the value itself or, of a list, one of its elements does it. Lists within lists do nothing.
    fileprivate func someElement(_ does: (FactValue) -> Bool) -> Bool {
        switch self {
        case .list(let elements): elements.contains(where: does)
        case .absent: false
        case .string, .number, .bool: does(self)
        }
    }

    fileprivate func someNumber(_ does: (Double) -> Bool) -> Bool {
        someElement { $0.asNumber.map(does) ?? false }
    }

    /// What a regular expression is matched with.
    fileprivate var text: String? {
        switch self {
        case .string(let text): text
        case .number, .bool: description
        case .list, .absent: nil
        }
    }
}

extension Condition.Test: CustomStringConvertible {
    /// The operator and what it compares with.
    public var description: String {
        switch self {
        case .equals(let value): "eq \(value)"
        case .differs(let value): "ne \(value)"
        case .greater(let bound): "gt \(FactValue.number(bound))"
        case .greaterOrEqual(let bound): "gte \(FactValue.number(bound))"
        case .less(let bound): "lt \(FactValue.number(bound))"
        case .lessOrEqual(let bound): "lte \(FactValue.number(bound))"
        case .isOneOf(let values): "in \(FactValue.list(values))"
        case .isNoneOf(let values): "nin \(FactValue.list(values))"
        case .matches(let pattern): "regex \(pattern)"
        }
    }
}
