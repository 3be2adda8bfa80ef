import Routing

/// `models.*.targets[].when`: when a target is taken. Either a part of the request and what it is compared with, or
/// other conditions joined.
enum ConditionSection: Section {
    /// What of a request can be asked for without a name of its own.
    enum Fact: String, CaseIterable {
        case key
        case team
        case inputTokens = "input_tokens"
        case model
    }

    private typealias Operator = Condition.Operator

    static let header = Field<String?>.optional("header", .name(.header), "Looks at the header field of this name.")
    static let metadata = Field<String?>.optional(
        "metadata",
        .name(.member),
        "Looks at the entry of this name in the body's `metadata`."
    )
    static let parameter = Field<String?>.optional(
        "parameter",
        .name(.member),
        "Looks at the member of this name in the body, such as `temperature`; dots lead inside, as in `reasoning.effort`."
    )
    static let fact = Field<Fact?>.optional(
        "field",
        .choice,
        "Looks at the name of the caller's key or team, at the estimated tokens of the prompt, or at the model's name as "
            + "the caller wrote it."
    )
    static let operators: [Field<ConditionConfiguration.Value?>] = [
        .optional(Operator.eq.rawValue, .operand, "Equal to this."),
        .optional(Operator.ne.rawValue, .operand, "Not equal to this; also where there is nothing to compare."),
        .optional(Operator.gt.rawValue, .bound, "Greater than this."),
        .optional(Operator.gte.rawValue, .bound, "This or greater."),
        .optional(Operator.lt.rawValue, .bound, "Less than this."),
        .optional(Operator.lte.rawValue, .bound, "This or less."),
        .optional(Operator.in.rawValue, .operands, "One of these."),
        .optional(Operator.nin.rawValue, .operands, "None of these; also where there is nothing to compare."),
        .optional(
            Operator.regex.rawValue,
            .expression,
            "Matched by this regular expression, anywhere unless `^` and `$` say otherwise."
        ),
    ]
    static let and = Field<[ConditionConfiguration]?>.optional(
        "and",
        .list(of: .nested, minimumCount: 1),
        "All of these conditions hold."
    )
    static let or = Field<[ConditionConfiguration]?>.optional(
        "or",
        .list(of: .nested, minimumCount: 1),
        "At least one of these conditions holds."
    )
    static let not = Field<ConditionConfiguration?>.optional("not", .nested, "This condition does not hold.")

    private static let subjects = [header.name, metadata.name, parameter.name, fact.name]
    private static let joints = [and.name, or.name, not.name]

    static let description = SectionDescription(
        help: "A condition on a request.",
        fields: [header.description, metadata.description, parameter.description, fact.description]
            + operators.map(\.description) + [and.description, or.description, not.description],
        definition: "condition",
        rules: subjects.map { SectionRule(field: $0, alternatives: operators.map(\.name)) }
            + joints.map { SectionRule(field: $0, forbidden: operators.map(\.name)) },
        groups: [SectionGroup(names: subjects + joints, isRequired: true)]
    )

    static func read(_ section: SectionReader) -> ConditionConfiguration? {
        let joined =
            section[and].map(ConditionConfiguration.all) ?? section[or].map(ConditionConfiguration.any)
            ?? section[not].map(ConditionConfiguration.not)
        let field = field(section)
        let comparisons = operators.compactMap { comparison($0, of: field, section) }
        if let joined { return joined }
        guard let first = comparisons.first else { return nil }
        return comparisons.count == 1 ? first : .all(comparisons)
    }

    private static func field(_ section: SectionReader) -> ConditionConfiguration.Field? {
        if let name = section[header] { return .header(name.lowercased()) }
        if let name = section[metadata] { return .metadata(name) }
        if let name = section[parameter] { return .parameter(name) }
        return switch section[fact] {
        case .key: .key
        case .team: .team
        case .inputTokens: .inputTokens
        case .model: .model
        case nil: nil
        }
    }

    private static func comparison(
        _ operatorField: Field<ConditionConfiguration.Value?>,
        of field: ConditionConfiguration.Field?,
        _ section: SectionReader
    ) -> ConditionConfiguration? {
        guard let value = section[operatorField], let field, let place = section.place(of: operatorField.name),
            let comparison = Operator(rawValue: operatorField.name)
        else { return nil }
        guard isSensible(value, for: field, comparison, at: place, section.reading) else { return nil }
        return .comparison(field, comparison, value)
    }

    /// Reports comparisons that could never hold.
    private static func isSensible(
        _ value: ConditionConfiguration.Value,
        for field: ConditionConfiguration.Field,
        _ comparison: Condition.Operator,
        at place: Located,
        _ reading: Reading
    ) -> Bool {
        var values = [value]
        if case .list(let several) = value { values = several }
        switch field {
        case .header, .metadata, .parameter: return true
        case .inputTokens:
            let areNumbers = values.allSatisfy { if case .number = $0 { true } else { false } }
            if areNumbers { return true }
            reading.report(.conflict, at: place, "`input_tokens` is a number; compare it with numbers")
            return false
        case .key, .team, .model:
            let names = values.compactMap { if case .string(let text) = $0 { text } else { nil } }
            guard names.count == values.count else {
                reading.report(.conflict, at: place, "names are text; compare them with strings, in quotes if need be")
                return false
            }
            guard field == .team, comparison != .regex else { return true }
            let unknown = names.filter { !reading.declaredTeams.contains($0) }
            for name in unknown { reading.reportUnknownTeam(name, at: place) }
            return unknown.isEmpty
        }
    }
}
